import { isTest, projectPath } from "./paths.ts";

/** The one file that reads the world, for all others to be given it. */
const contextFile = "src/cli/deno_context.ts";

/** What is reached only through the context, and where else it may be named. */
const ofTheWorld: Record<string, readonly string[]> = {
  "Deno.exit": ["main.ts"],
  "Deno.exitCode": ["main.ts"],
  "Deno.args": ["main.ts"],
  "Deno.env": [],
  "Deno.cwd": [],
  "Deno.chdir": [],
  "Deno.stdin": [],
  "Deno.stdout": [],
  "Deno.stderr": [],
  "Deno.consoleSize": [],
  "Deno.addSignalListener": [],
  "Date.now": [],
  "globalThis.process": [],
};

const globals = new Set(["console", "prompt", "confirm", "alert"]);

/** Below the context nothing speaks, exits or looks around by itself. */
export const noOutsideWorld: Deno.lint.Rule = {
  create(context) {
    const path = projectPath(context.filename);
    const bound = path === "main.ts" || path.startsWith("src/");
    if (!bound || isTest(path) || path === contextFile) return {};
    const report = (node: Deno.lint.Node, name: string) =>
      context.report({
        node,
        message: `${name} is not to be used here`,
        hint: "Take it from the context (src/cli/context.ts) or as a parameter",
      });
    return {
      MemberExpression(node) {
        const name = memberName(node);
        if (name && ofTheWorld[name] && !ofTheWorld[name].includes(path)) report(node, name);
        const { object } = node;
        if (object.type === "Identifier" && globals.has(object.name)) report(object, object.name);
      },
      CallExpression({ callee }) {
        if (callee.type === "Identifier" && globals.has(callee.name)) report(callee, callee.name);
      },
      NewExpression(node) {
        const isDate = node.callee.type === "Identifier" && node.callee.name === "Date";
        if (isDate && node.arguments.length === 0) report(node, "new Date()");
      },
    };
  },
};

function memberName({ object, property }: Deno.lint.MemberExpression): string | undefined {
  if (object.type !== "Identifier") return undefined;
  if (property.type === "Identifier") return `${object.name}.${property.name}`;
  if (property.type === "Literal") return `${object.name}.${property.value}`;
}
