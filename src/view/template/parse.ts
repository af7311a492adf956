import { cutTemplate, type Piece, type Token, tokenize } from "./lex.ts";
import { literalValue } from "./literals.ts";
import type { Node, Operand, Pipeline, TemplateTree } from "./nodes.ts";
import { unusable } from "./unusable.ts";

/**
 * Reads a template in the language of Go's text/template, which docker's `--format` takes.
 *
 * @param functions the names that may be called
 * @throws UsageFailure naming what is wrong and where
 */
export function parseTree(source: string, functions: ReadonlySet<string>): TemplateTree {
  return new TreeParser(cutTemplate(source), functions).parse();
}

const blocks = new Set(["if", "with", "range"]);

/** What ended a block: `{{end}}`, `{{else}}`, `{{else if ...}}` or the end of the template. */
interface BlockEnd {
  kind: "end" | "else" | "eof";
  words: WordReader;
}

class TreeParser {
  #at = 0;
  #loops = 0;
  readonly #defined = new Map<string, Node[]>();

  constructor(readonly pieces: Piece[], readonly functions: ReadonlySet<string>) {}

  parse(): TemplateTree {
    const { body, end } = this.#body([]);
    if (end.kind !== "eof") throw end.words.wrong(`there is nothing that {{${end.kind}}} ends`);
    return { body, defined: this.#defined };
  }

  #body(scope: string[]): { body: Node[]; end: BlockEnd } {
    const variables = [...scope];
    const body: Node[] = [];
    while (this.#at < this.pieces.length) {
      const piece = this.pieces[this.#at++];
      if (piece.kind === "text") {
        body.push(piece);
        continue;
      }
      const words = new WordReader(piece.inner, this.functions, variables);
      const keyword = words.keyword();
      if (keyword === "end" || keyword === "else") return { body, end: { kind: keyword, words } };
      this.#action(keyword, words, body);
    }
    return { body, end: { kind: "eof", words: new WordReader("", this.functions, []) } };
  }

  #action(keyword: string | undefined, words: WordReader, body: Node[]) {
    if (keyword === undefined) {
      body.push({ kind: "print", pipeline: words.pipeline() });
    } else if (blocks.has(keyword)) {
      body.push(this.#block(keyword as "if" | "with" | "range", words));
    } else if (keyword === "define" || keyword === "block") {
      const name = words.string();
      const pipeline = keyword === "block" ? words.pipeline() : undefined;
      words.finish();
      this.#defined.set(name, this.#closed(words, ["$"]));
      if (pipeline) body.push({ kind: "template", name, pipeline });
    } else if (keyword === "template") {
      const name = words.string();
      body.push({ kind: "template", name, pipeline: words.more ? words.pipeline() : undefined });
    } else {
      if (this.#loops === 0) throw words.wrong(`it stands outside of {{range}}`);
      words.finish();
      body.push({ kind: keyword as "break" | "continue" });
    }
  }

  #block(kind: "if" | "with" | "range", words: WordReader): Node {
    const outside = [...words.variables];
    const pipeline = words.pipeline({ range: kind === "range" });
    const inside = [...words.variables];
    words.variables.splice(0, Infinity, ...outside);
    if (kind === "range") this.#loops++;
    const { body, end } = this.#body(inside);
    if (kind === "range") this.#loops--;
    return { kind, pipeline, body, otherwise: this.#otherwise(words, end, inside) };
  }

  #otherwise(opening: WordReader, { kind, words }: BlockEnd, scope: string[]): Node[] {
    if (kind === "eof") throw opening.wrong("it has no {{end}}");
    if (kind === "else" && words.more) {
      const keyword = words.keyword();
      if (keyword !== "if" && keyword !== "with") throw words.wrong("its words do not fit");
      words.variables.splice(0, Infinity, ...scope);
      return [this.#block(keyword, words)];
    }
    words.finish();
    return kind === "else" ? this.#closed(opening, scope) : [];
  }

  /** The nodes up to the next `{{end}}`. */
  #closed(opening: WordReader, scope: string[]): Node[] {
    const { body, end } = this.#body(scope);
    if (end.kind !== "end") throw opening.wrong("it has no {{end}}");
    end.words.finish();
    return body;
  }
}

const keywords = /^(?:if|with|range|end|else|define|block|template|break|continue)$/;

/** The words of one action, read from left to right. */
class WordReader {
  readonly #tokens: Token[];

  constructor(
    readonly inner: string,
    readonly functions: ReadonlySet<string>,
    /** The variables that are known there; a declaration adds to them. */
    readonly variables: string[],
  ) {
    this.#tokens = tokenize(inner);
  }

  get more(): boolean {
    return this.#tokens.length > 0;
  }

  /** Takes the first word when it is one of the language. */
  keyword(): string | undefined {
    const [first] = this.#tokens;
    if (first?.kind !== "name" || !keywords.test(first.text)) return undefined;
    this.#tokens.shift();
    return first.text;
  }

  string(): string {
    const token = this.#tokens.shift();
    if (token?.kind === "string") return String(literalValue(token));
    throw this.wrong("it lacks a name in quotes");
  }

  /** @throws UsageFailure when words are left */
  finish() {
    if (this.more) throw this.wrong(`${JSON.stringify(this.#tokens[0].text)} does not fit there`);
  }

  pipeline({ range = false } = {}): Pipeline {
    const declared = this.#declaration(range);
    const commands = this.#commands();
    this.finish();
    if (!declared.assigns) this.variables.push(...declared.variables);
    return { ...declared, commands, source: this.#source };
  }

  wrong(why: string) {
    return unusable(this.#source, why);
  }

  get #source(): string {
    return `{{${this.inner}}}`;
  }

  /** `$a :=`, `$a =`, and for range `$a, $b :=`. */
  #declaration(range: boolean): { variables: string[]; assigns: boolean } {
    const [first, second, third, fourth] = this.#tokens;
    const isPair = range && second?.text === "," && third?.kind === "variable";
    const sign = isPair ? fourth : second;
    if (first?.kind !== "variable" || (sign?.text !== ":=" && sign?.text !== "=")) {
      return { variables: [], assigns: false };
    }
    const variables = isPair ? [first.text, third.text] : [first.text];
    const assigns = sign.text === "=";
    if (assigns) variables.forEach((name) => this.#known(name));
    this.#tokens.splice(0, isPair ? 4 : 2);
    return { variables, assigns };
  }

  #known(name: string): string {
    if (name === "$" || this.variables.includes(name)) return name;
    throw this.wrong(`the variable ${name} is not declared`);
  }

  #commands(): Operand[][] {
    const commands: Operand[][] = [];
    do commands.push(this.#command(commands.length > 0)); while (this.#take("|"));
    return commands;
  }

  #command(piped: boolean): Operand[] {
    const operands: Operand[] = [];
    while (this.more && this.#tokens[0].text !== "|" && this.#tokens[0].text !== ")") {
      if (operands.length > 0 && !this.#tokens[0].spaced) {
        throw this.wrong(`a space is missing before ${this.#tokens[0].text}`);
      }
      operands.push(this.#operand());
    }
    const [first] = operands;
    if (!first) throw this.wrong("a value is missing");
    if (first.kind === "nil") throw this.wrong("nil cannot be printed");
    const isCall = first.kind === "function" ||
      (first.kind !== "literal" && first.fields.length > 0);
    if (!isCall && (operands.length > 1 || piped)) {
      throw this.wrong("a value that is no function takes no arguments");
    }
    return operands;
  }

  #operand(): Operand {
    const token = this.#tokens.shift()!;
    switch (token.kind) {
      case "dot":
        return { kind: "dot", fields: [] };
      case "field":
        return { kind: "dot", fields: [token.text.slice(1), ...this.#fields()] };
      case "variable":
        return { kind: "variable", name: this.#known(token.text), fields: this.#fields() };
      case "name":
        return this.#name(token.text);
      case "sign": {
        if (token.text !== "(") {
          throw this.wrong(`${JSON.stringify(token.text)} does not fit there`);
        }
        const pipeline = { ...this.#declaration(false), commands: this.#commands() };
        if (!this.#take(")")) throw this.wrong("a parenthesis is not closed");
        const source = this.#source;
        return { kind: "group", pipeline: { ...pipeline, source }, fields: this.#fields() };
      }
      default:
        return { kind: "literal", value: literalValue(token) };
    }
  }

  #name(name: string): Operand {
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "nil") return { kind: "nil" };
    if (this.functions.has(name)) return { kind: "function", name };
    throw this.wrong(`there is no function ${name}; dk knows ${[...this.functions].join(", ")}`);
  }

  /** The fields that hang on the value before them: `$x.A.B`. */
  #fields(): string[] {
    const fields: string[] = [];
    while (this.#tokens[0]?.kind === "field" && !this.#tokens[0].spaced) {
      fields.push(this.#tokens.shift()!.text.slice(1));
    }
    return fields;
  }

  #take(sign: string): boolean {
    if (this.#tokens[0]?.kind !== "sign" || this.#tokens[0].text !== sign) return false;
    this.#tokens.shift();
    return true;
  }
}
