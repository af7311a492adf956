import { UsageFailure } from "../../lib/failure.ts";
import { lazyFunctions, type TemplateFunction } from "./functions.ts";
import type { Node, Operand, Pipeline, TemplateTree } from "./nodes.ts";
import { printed } from "./printed.ts";
import type { RecordPaths } from "./record_paths.ts";
import { unusable } from "./unusable.ts";
import { isCount, isNothing, isRecord, NoValue, truth } from "./values.ts";
import { WrongArgument } from "./wrong_argument.ts";

/** What a body ended with. */
type Flow = "end" | "break" | "continue";

const deepest = 1000;

/** Carries out a template on one value. */
export class Evaluation {
  #text = "";
  #depth = 0;
  #variables: [name: string, value: unknown][];
  /** The action at work, for messages. */
  #source = "";

  constructor(
    readonly tree: TemplateTree,
    readonly root: unknown,
    readonly functions: ReadonlyMap<string, TemplateFunction>,
    readonly paths: RecordPaths,
  ) {
    this.#variables = [["$", root]];
  }

  /** @throws UsageFailure for a field that does not exist, and for what a function cannot take */
  run(): string {
    this.#body(this.tree.body, this.root);
    return this.#text;
  }

  #body(nodes: readonly Node[], dot: unknown): Flow {
    const mark = this.#variables.length;
    try {
      for (const node of nodes) {
        const flow = this.#node(node, dot);
        if (flow !== "end") return flow;
      }
      return "end";
    } finally {
      this.#variables.length = mark;
    }
  }

  #node(node: Node, dot: unknown): Flow {
    switch (node.kind) {
      case "text":
        this.#text += node.text;
        return "end";
      case "print": {
        const { pipeline } = node;
        const value = this.#pipeline(pipeline, dot);
        if (pipeline.variables.length === 0) this.#text += this.#print(value);
        this.#declare(pipeline, [value]);
        return "end";
      }
      case "template":
        return this.#template(node, dot);
      case "break":
      case "continue":
        return node.kind;
      default:
        return this.#block(node, dot);
    }
  }

  #block(node: Extract<Node, { body: Node[] }>, dot: unknown): Flow {
    const mark = this.#variables.length;
    const value = this.#pipeline(node.pipeline, dot);
    try {
      if (node.kind === "range") return this.#range(node, value, dot);
      this.#declare(node.pipeline, [value]);
      if (!truth(value)) return this.#body(node.otherwise, dot);
      return this.#body(node.body, node.kind === "with" ? value : dot);
    } finally {
      this.#variables.length = mark;
    }
  }

  #range(node: Extract<Node, { body: Node[] }>, value: unknown, dot: unknown): Flow {
    const entries = this.#entries(value);
    if (entries.length === 0) return this.#body(node.otherwise, dot);
    for (const [key, item] of entries) {
      const mark = this.#variables.length;
      this.#declare(node.pipeline, node.pipeline.variables.length === 2 ? [key, item] : [item]);
      const flow = this.#body(node.body, item);
      if (!node.pipeline.assigns) this.#variables.length = mark;
      if (flow === "break") break;
    }
    return "end";
  }

  #entries(value: unknown): [key: unknown, item: unknown][] {
    if (isNothing(value)) return [];
    if (Array.isArray(value)) return value.map((item, at) => [at, this.paths.inside(value, item)]);
    if (isCount(value)) return Array.from({ length: Math.max(0, value) }, (_, at) => [at, at]);
    if (isRecord(value)) {
      return Object.keys(value).sort().map((key) => [key, this.paths.inside(value, value[key])]);
    }
    throw this.#wrong("it is no list that range could walk through");
  }

  #template(node: Extract<Node, { kind: "template" }>, dot: unknown): Flow {
    const body = this.tree.defined.get(node.name);
    if (!body) throw unusable(node.name, "no template of this name is defined");
    if (++this.#depth > deepest) throw unusable(node.name, "the template calls itself without end");
    const value = node.pipeline ? this.#pipeline(node.pipeline, dot) : null;
    const outer = this.#variables;
    this.#variables = [["$", value]];
    this.#body(body, value);
    this.#variables = outer;
    this.#depth--;
    return "end";
  }

  #declare({ variables, assigns }: Pipeline, values: readonly unknown[]) {
    for (const [at, name] of variables.entries()) {
      const known = assigns && this.#variables.findLast(([other]) => other === name);
      if (known) known[1] = values[at];
      else this.#variables.push([name, values[at]]);
    }
  }

  #pipeline({ commands, source }: Pipeline, dot: unknown): unknown {
    let passed: unknown[] = [];
    for (const command of commands) {
      this.#source = source;
      passed = [this.#command(command, dot, passed)];
    }
    return passed[0];
  }

  #command([first, ...words]: readonly Operand[], dot: unknown, passed: unknown[]): unknown {
    if (first.kind === "function") return this.#call(first.name, words, dot, passed);
    if (words.length === 0 && passed.length === 0) return this.#operand(first, dot);
    const args = [...words.map((word) => this.#operand(word, dot)), ...passed];
    return this.#operand(first, dot, args);
  }

  #call(name: string, words: readonly Operand[], dot: unknown, passed: unknown[]): unknown {
    const decisive = lazyFunctions.get(name);
    try {
      if (decisive === undefined) {
        const args = [...words.map((word) => this.#operand(word, dot)), ...passed];
        const result = this.functions.get(name)!(args, (value) => this.#print(value));
        return name === "index" ? this.paths.found(args, result) : result;
      }
      if (words.length + passed.length === 0) throw new WrongArgument("it takes a value or more");
      let last: unknown;
      for (const word of words) {
        last = this.#operand(word, dot);
        if (truth(last) === decisive) return last;
      }
      return passed.length > 0 ? passed[0] : last;
    } catch (error) {
      if (!(error instanceof WrongArgument)) throw error;
      throw this.#wrong(`${name}: ${error.message}`);
    }
  }

  #operand(operand: Operand, dot: unknown, args: readonly unknown[] = []): unknown {
    switch (operand.kind) {
      case "literal":
        return operand.value;
      case "nil":
        return null;
      case "function":
        return this.#call(operand.name, [], dot, []);
      case "dot":
        return this.#fields(dot, operand.fields, args);
      case "variable": {
        const variable = this.#variables.findLast(([name]) => name === operand.name);
        return this.#fields(variable?.[1], operand.fields, args);
      }
      case "group": {
        const { source } = operand.pipeline;
        const value = this.#pipeline(operand.pipeline, dot);
        this.#source = source;
        return this.#fields(value, operand.fields, args);
      }
    }
  }

  #fields(value: unknown, names: readonly string[], args: readonly unknown[]): unknown {
    let at = value;
    for (const [index, name] of names.entries()) {
      const isLast = index === names.length - 1;
      at = this.#field(at, name, isLast ? args : []);
    }
    return at;
  }

  #field(value: unknown, name: string, args: readonly unknown[]): unknown {
    if (isRecord(value) && typeof value[name] === "function") {
      if (args.length === 1) return value[name](args[0]);
      throw this.#wrong(`.${name} takes one value`);
    }
    if (args.length > 0) throw this.#wrong(`.${name} takes no values`);
    if (value instanceof NoValue && value.text === "<no value>") return value;
    if (!isRecord(value)) throw this.#missing(name, "");
    const found = this.paths.field(value, name);
    if (found !== undefined) return found;
    throw this.#missing(name, Object.keys(value).join(", "));
  }

  #missing(name: string, known: string): UsageFailure {
    return new UsageFailure(`There is no field ${JSON.stringify(name)} for ${this.#source}`, {
      next: known ? `Use one of: ${known}` : "Print the whole with --format json",
    });
  }

  #print(value: unknown): string {
    const text = printed(value, this.paths);
    if (text !== undefined) return text;
    throw new UsageFailure(`${this.#source} is not a single value`, {
      next: `Write ${this.#source.replace(/^\{\{-?\s*/, "{{json ")}`,
    });
  }

  #wrong(why: string): UsageFailure {
    return new UsageFailure(`Cannot carry out ${this.#source}: ${why}`, {
      next: "Correct the template; --format json shows what there is",
    });
  }
}
