/** The project's own lint rules (`deno.json`, `lint.plugins`). */
import { documentedExport } from "./documentation.ts";
import { noErrorText } from "./errors.ts";
import { fileName, fileSize } from "./files.ts";
import { layerDirection, noStaticNodeImport } from "./imports.ts";
import { noOutsideWorld } from "./world.ts";

const plugin: Deno.lint.Plugin = {
  name: "dk",
  rules: {
    "layer-direction": layerDirection,
    "no-static-node-import": noStaticNodeImport,
    "no-outside-world": noOutsideWorld,
    "no-error-text": noErrorText,
    "documented-export": documentedExport,
    "file-name": fileName,
    "file-size": fileSize,
  },
};

export default plugin;
