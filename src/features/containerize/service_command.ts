import { commandsIn } from "./commands_in.ts";
import { scanShell } from "./shell_scan.ts";
import { formatChain, parseSimple } from "./shell_words.ts";

/** What a test does besides testing. */
export interface Service {
  /** The program that serves, as a command line. */
  command: string;
  /** Ports on which the test asked it. */
  asked: number[];
}

/**
 * The service that a test starts in the background to ask it something:
 * `sh -c 'flask run & sleep 1; curl localhost:5000'` gives `flask run`.
 */
export function serviceIn(test: string): Service | undefined {
  const text = innerScript(test);
  const { bare } = scanShell(text);
  const end = /(?<![&>|<])&(?![&>])/.exec(bare)?.index;
  if (end === undefined) return undefined;
  const start = bare.slice(0, end).trimStart();
  const commands = commandsIn(text.slice(0, end));
  if (/^[({!]|^(for|while|until|if|case)\b/.test(start) || commands.length === 0) return undefined;
  const service = commands.at(-1)!;
  const words = /^(nohup|setsid)$/.test(service.words[0]?.raw)
    ? service.words.slice(1)
    : service.words;
  const own = formatChain([{ ...service, words }]);
  const command = commands.length === 1 ? own : text.slice(0, end).trim();
  return words.length > 0 ? { command, asked: localPorts(text.slice(end)) } : undefined;
}

/** `X` of `sh -c X`, else the text itself. */
function innerScript(test: string): string {
  const words = parseSimple(test)?.words ?? [];
  const isShell = /^(.*\/)?(ba|da|a)?sh$/.test(words[0]?.value ?? "") && words[1]?.raw === "-c";
  return isShell && words.length === 3 && words[2].value !== undefined ? words[2].value : test;
}

/** Ports of this machine that a text talks to. */
function localPorts(text: string): number[] {
  const local = /(?:\blocalhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::|\/|\s+)(\d{2,5})\b/g;
  return [...text.matchAll(local)].map(([, port]) => Number(port));
}
