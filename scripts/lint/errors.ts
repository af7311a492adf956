import { isTest, projectPath } from "./paths.ts";

const textMethods = new Set([
  "includes",
  "startsWith",
  "endsWith",
  "match",
  "matchAll",
  "search",
  "indexOf",
]);

const patternMethods = new Set(["test", "exec"]);

/** Texts of errors and of refusals: worded for people, different in every version. */
const wordings = new Set(["message", "reason"]);

/**
 * An error is recognised by its type or status, never by its text. Where a protocol leaves nothing
 * else, `// deno-lint-ignore dk/no-error-text` with the reason stands above.
 */
export const noErrorText: Deno.lint.Rule = {
  create(context) {
    if (isTest(projectPath(context.filename))) return {};
    const report = (node: Deno.lint.Node) =>
      context.report({
        node,
        message: "An error is recognised by its text",
        hint: "Decide by type (instanceof) or status",
      });
    return {
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        const method = callee.property.name;
        const asked = textMethods.has(method) && isWording(callee.object);
        const matched = patternMethods.has(method) && node.arguments.some(isWording);
        if (asked || matched) report(node);
      },
      BinaryExpression(node) {
        if (!/^[!=]==?$/.test(node.operator)) return;
        const sides = [node.left, node.right];
        if (sides.some(isWording) && sides.some(isText)) report(node);
      },
      SwitchStatement(node) {
        if (isWording(node.discriminant)) report(node);
      },
    };
  },
};

/** `error.message`, `error.message.toLowerCase()`, `error?.message ?? ""`. */
function isWording(node: Deno.lint.Node): boolean {
  switch (node.type) {
    case "MemberExpression":
      return node.property.type === "Identifier" && wordings.has(node.property.name);
    case "ChainExpression":
      return isWording(node.expression);
    case "CallExpression":
      return node.callee.type === "MemberExpression" && isWording(node.callee.object);
    case "LogicalExpression":
      return isWording(node.left);
    default:
      return false;
  }
}

function isText(node: Deno.lint.Node): boolean {
  return node.type === "TemplateLiteral" ||
    node.type === "Literal" && typeof node.value === "string" && node.value !== "";
}
