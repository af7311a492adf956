import { isTest, projectPath } from "./paths.ts";

/** What other files use says what it is, in a comment that editors show there. */
export const documentedExport: Deno.lint.Rule = {
  create(context) {
    if (isTest(projectPath(context.filename))) return {};
    return {
      ExportNamedDeclaration(node) {
        if (!node.declaration) return;
        const before = context.sourceCode.text.slice(0, node.range[0]);
        if (/\*\/\s*(?:\/\/[^\n]*\s*)*$/.test(before) && isDocumentation(before)) return;
        context.report({
          node,
          message: "What is exported has no comment",
          hint: "Say above it what it is, takes and gives: /** ... */",
        });
      },
    };
  },
};

function isDocumentation(before: string): boolean {
  return before.startsWith("/**", before.lastIndexOf("/*"));
}
