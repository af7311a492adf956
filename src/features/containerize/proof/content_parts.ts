const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What the noise list calls `part`: content as it is compared, by the name of what it lacks. */
export const contentParts: Readonly<Record<string, (content: Uint8Array) => Uint8Array>> = {
  "apk-pin": lines((line) => line.replace(/=[^\s@]+/, "")),
  "composer-suffix": lines((line) =>
    line.replace(/\b(Composer(AutoloaderInit|StaticInit))[0-9a-f]{32}\b/g, "$1")
  ),
  "password-day": lines((line) => line.replace(/^([^:]*:[^:]*:)\d*/, "$1")),
  "profile-stamp": lines((line) => /^# Created by `[^`]*` on \d/.test(line) ? undefined : line),
  "python-record": (content) =>
    sortedLines(content, (line) => !/__pycache__\/|\/uv_cache\.json,/.test(line)),
  "r-stamp": lines((line) => /^(Built|Packaged|Date\/Publication): /.test(line) ? undefined : line),
};

/** What the noise list calls `from`: where the source of a derived file may be. */
export const sourcesOf: Readonly<Record<string, (path: string) => string[]>> = {
  "python-source": pythonSource,
};

/** Each line changed, or left out where `change` says undefined. */
function lines(change: (line: string) => string | undefined) {
  return (content: Uint8Array) => {
    const changed = decoder.decode(content).split("\n").map(change);
    return encoder.encode(changed.filter((line) => line !== undefined).join("\n"));
  };
}

function sortedLines(content: Uint8Array, counts: (line: string) => boolean): Uint8Array {
  return encoder.encode(decoder.decode(content).split("\n").filter(counts).sort().join("\n"));
}

/** `a/__pycache__/b.cpython-311.opt-1.pyc` is made from `a/b.py` (PEP 3147, PEP 488). */
function pythonSource(path: string): string[] {
  const [, folder, name] = /^(.*)\/__pycache__\/([^/]+?)\.[^/]*\.pyc$/.exec(path) ?? [];
  return name === undefined ? [] : [`${folder}/${name}.py`];
}
