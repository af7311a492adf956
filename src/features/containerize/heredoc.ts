import { quote } from "../../lib/shell_quote.ts";
import { isChainable } from "./chainable.ts";
import { scanShell } from "./shell_scan.ts";

/** `<<EOF`, `<<-'EOF'`, `<<\EOF`: the dash, then the word that ends the document. */
const start = /<<(-?)[ \t]*(?:\\(\w+)|(['"])([^'"\n]+)\3|(\w+))/y;

/** What a document may hold that a shell expands in double quotes just as there. */
const expansion = /\\[\\$`]|\$\w+|\$\{\w+\}|\$\([^()"'`\\]*\)/;

/** Commands that must not become one side of a pipe: what they set would be gone. */
const changesShell =
  /^\s*(read|mapfile|readarray|source|\.|exec|eval|done|fi|esac|\}|while|until)\b/;

/**
 * A command that reads one here-document, with `printf` in its place; a Dockerfile for every builder
 * has no other way to write one. Undefined for what is not as simple as that.
 */
export function printedDocument(text: string): string | undefined {
  const [line, ...body] = text.replace(/\n+$/, "").split("\n");
  const { bare, comment } = scanShell(line);
  const at = bare.search(/(?<!<)<<(?!<)/);
  start.lastIndex = at;
  const found = at < 0 ? null : start.exec(line);
  if (!found) return undefined;
  const [redirection, dash, escaped, , quoted, plain] = found;
  const rest = bare.slice(at + redirection.length);
  const lines = dash ? body.map((each) => each.replace(/^\t+/, "")) : body;
  const end = lines.indexOf(escaped ?? quoted ?? plain);
  if (end !== lines.length - 1 || rest.includes("<<")) return undefined;
  const words = lines.slice(0, end).map(plain === undefined ? quote : expanded);
  if (words.length === 0 || words.includes(undefined)) return undefined;
  const code = line.slice(0, comment).trimEnd();
  const before = bare.slice(0, at);
  const from = Math.max(...["&&", "||", ";", "(", "{", "|", "&"].map((sign) => {
    const place = before.lastIndexOf(sign);
    return place < 0 ? 0 : place + sign.length;
  }));
  const length = rest.replace(/[<>]&|&>/g, "__").search(/[;&|()]/);
  const to = length < 0 ? code.length : at + redirection.length + length;
  const parts = [code.slice(from, at), code.slice(at + redirection.length, to)];
  const reader = parts.map((part) => part.trim()).join(" ").trim();
  if (/\|\s*$/.test(before.slice(0, from)) || changesShell.test(reader)) return undefined;
  const printed = ["printf '%s\\n'", ...words].join(" \\\n      ");
  const head = `${line.slice(0, from).trimEnd()} `.trimStart();
  const tail = to < code.length ? code.slice(to).replace(/^(?=[&|])/, " ") : "";
  const whole = `${head}${printed} \\\n      ${`${reading(reader)}${tail}`.trim()}`;
  return isChainable(`${head}x${tail}`) ? whole : `{ ${whole}; }`;
}

/** `cat > FILE` and `cat` itself are what `printf` does without them. */
function reading(reader: string): string {
  const target = /^cat\b\s*((?:>>?\s*[^\s<>]+)?)$/.exec(reader)?.[1];
  return target ?? `| ${reader}`;
}

/** Undefined where double quotes would mean something else than the document. */
function expanded(line: string): string | undefined {
  if (!/[\\$`]/.test(line)) return quote(line);
  let quoted = "";
  for (const piece of line.split(new RegExp(`(${expansion.source})`))) {
    if (expansion.test(piece)) quoted += piece;
    else if (/[`]|\$[({'"]|\\$/.test(piece)) return undefined;
    else quoted += piece.replace(/[\\"]/g, "\\$&");
  }
  return `"${quoted}"`;
}
