import { basename } from "../../src/lib/path.ts";
import { isTest, projectPath } from "./paths.ts";

/** A file this long no longer has one job. */
const mostLines = 400;

const emptyNames = new Set([
  "utils",
  "util",
  "helpers",
  "helper",
  "common",
  "misc",
  "shared",
  "mod",
  "index",
]);

/** Files are short, and named by what is in them. */
export const fileSize: Deno.lint.Rule = {
  create(context) {
    if (isTest(projectPath(context.filename))) return {};
    return {
      Program(node) {
        const lines = context.sourceCode.text.trimEnd().split("\n").length;
        if (lines <= mostLines) return;
        context.report({
          node,
          message: `This file has ${lines} lines; more than ${mostLines} is too many`,
          hint: "Split it by what its parts do",
        });
      },
    };
  },
};

/** Names are in snake_case and say what is in a file; no file only passes on others' exports. */
export const fileName: Deno.lint.Rule = {
  create(context) {
    const name = basename(context.filename).replace(/(_engine)?(_test|_bench)?\.ts$/, "");
    return {
      Program(node) {
        if (emptyNames.has(name)) {
          context.report({ node, message: `The file name ${name} says nothing of the content` });
        } else if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) {
          context.report({ node, message: `The file name ${name} is not in snake_case` });
        }
        if (node.body.length > 0 && node.body.every(isReExport)) {
          context.report({ node, message: "This file only passes on what others export" });
        }
      },
    };
  },
};

function isReExport(node: Deno.lint.Node): boolean {
  return node.type === "ExportAllDeclaration" ||
    node.type === "ExportNamedDeclaration" && node.source !== null;
}
