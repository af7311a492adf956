import { dirname, join } from "../../src/lib/path.ts";
import { layerFault } from "./layers.ts";
import { isShipped, projectPath } from "./paths.ts";

/** Layers point one way: see {@link layerFault}. */
export const layerDirection: Deno.lint.Rule = {
  create(context) {
    const importer = projectPath(context.filename);
    return onImports((source, node) => {
      if (!source.startsWith(".")) return;
      const fault = layerFault(importer, join(dirname(importer), source));
      if (fault) context.report({ node, message: fault });
    });
  },
};

/** A node module costs 5 to 25 ms at start: only what cannot do without loads one, when it must. */
export const noStaticNodeImport: Deno.lint.Rule = {
  create(context) {
    if (!isShipped(projectPath(context.filename))) return {};
    return onImports((source, node) => {
      if (!source.startsWith("node:")) return;
      if (node.type === "ImportExpression" || isTypeOnly(node)) return;
      context.report({
        node,
        message: `Static import of ${source} slows every start of dk`,
        hint: "Import it with await import() where it is needed, or use src/lib/path.ts",
      });
    });
  },
};

type ImportingNode =
  | Deno.lint.ImportDeclaration
  | Deno.lint.ExportNamedDeclaration
  | Deno.lint.ExportAllDeclaration
  | Deno.lint.ImportExpression;

function onImports(see: (source: string, node: ImportingNode) => void): Deno.lint.LintVisitor {
  const visit = (node: ImportingNode) => {
    const { source } = node;
    if (source?.type === "Literal" && typeof source.value === "string") see(source.value, node);
  };
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
  };
}

function isTypeOnly(node: Exclude<ImportingNode, Deno.lint.ImportExpression>): boolean {
  return "importKind" in node ? node.importKind === "type" : node.exportKind === "type";
}
