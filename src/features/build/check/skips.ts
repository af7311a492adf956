import type { Dockerfile, Span } from "./dockerfile.ts";

/** Which rules the file's own comments turn off, and where. */
export interface Skips {
  /** `# check=error=true`, BuildKit's word for --strict. */
  strict: boolean;
  isSkipped(rule: string, at: Span): boolean;
}

/**
 * Reads the comments that turn rules off: BuildKit's directive `# check=skip=A,B` on the first
 * lines and `# dk check=skip=A` above the first instruction hold for the whole file, the latter
 * further down for the instruction that follows it, or that it stands in. `all` is every rule.
 */
export function readSkips({ text, directives, instructions }: Dockerfile): Skips {
  const everywhere = new Set<string>();
  const within: { names: Set<string>; span: Span }[] = [];
  const directive = Object.fromEntries(
    (directives.get("check") ?? "").split(";").map((part) => part.trim().split("=", 2)),
  );
  addNames(everywhere, directive.skip ?? "");
  const firstStart = instructions[0]?.start ?? text.length;
  for (const match of text.matchAll(/^[ \t]*#[ \t]*dk[ \t]+check=skip=(.*)$/gm)) {
    const instruction = instructions.find(({ end }) => end > match.index);
    if (match.index < firstStart) addNames(everywhere, match[1]);
    else if (instruction) within.push({ names: addNames(new Set(), match[1]), span: instruction });
  }
  return {
    strict: directive.error?.toLowerCase() === "true",
    isSkipped: (rule, { start }) =>
      names(everywhere, rule) ||
      within.some(({ names: some, span }) =>
        names(some, rule) && start >= span.start && start <= span.end
      ),
  };
}

function addNames(set: Set<string>, list: string): Set<string> {
  for (const name of list.split(",")) set.add(name.trim().toLowerCase());
  return set;
}

function names(set: ReadonlySet<string>, rule: string): boolean {
  return set.has("all") || set.has(rule.toLowerCase());
}
