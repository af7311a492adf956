import assert from "node:assert/strict";
import { commandLine, needsSizeFirst, sizeFirst } from "./size_first.ts";

const docker = { isPodman: false, os: "linux" };
const identity = {
  engineApiVersion: "1.41",
  builderVersion: "",
  swarm: "",
};

const engines: [apiVersion: string, isPodman: boolean, os: string, needed: boolean][] = [
  ["1.41", false, "linux", true],
  ["1.42", false, "linux", false],
  ["1.51", false, "linux", false],
  ["1.41", true, "linux", false],
  ["1.41", false, "windows", false],
];

for (const [apiVersion, isPodman, os, needed] of engines) {
  const engine = `${isPodman ? "Podman" : "Docker"} ${apiVersion} on ${os}`;
  Deno.test(`needsSizeFirst() is ${needed} for ${engine}`, () => {
    assert.equal(needsSizeFirst({ ...identity, ...docker, apiVersion, isPodman, os }), needed);
  });
}

const image = { Entrypoint: ["/entry", "-x"], Cmd: ["serve"] };
const lines: [spec: { Entrypoint?: string[]; Cmd?: string[] }, words: string[]][] = [
  [{}, ["/entry", "-x", "serve"]],
  [{ Cmd: ["other"] }, ["/entry", "-x", "other"]],
  [{ Entrypoint: ["sh"] }, ["sh"]],
  [{ Entrypoint: ["sh"], Cmd: ["-c", "x"] }, ["sh", "-c", "x"]],
  [{ Entrypoint: [""] }, []],
  [{ Entrypoint: [""], Cmd: ["x", ""] }, ["x", ""]],
];

for (const [spec, words] of lines) {
  Deno.test(`commandLine() of ${JSON.stringify(spec)} is ${words.join(" ")}`, () => {
    assert.deepEqual(commandLine(spec, image), words);
  });
}

Deno.test("sizeFirst() becomes the command, with its words, variables and exit code", async () => {
  const script = 'printf "%s|" "$0" "$@"; echo "$PWD_GIVEN ${SHLVL-none} ${dk_n-none}"; exit 7';
  const [program, ...args] = [...sizeFirst(), "sh", "-c", script, "zero", "two words", "", "*"];
  const command = new Deno.Command(program, { args, env: { PWD_GIVEN: "kept" }, stdin: "null" });
  const { code, stdout } = await command.output();
  assert.deepEqual(
    [code, new TextDecoder().decode(stdout)],
    [7, "zero|two words||*|kept none none\n"],
  );
});

Deno.test("sizeFirst() leaves the variables alone that were given", () => {
  assert.match(sizeFirst(["SHLVL=3", "PWD"])[2], /^unset dk_n OLDPWD$/m);
});
