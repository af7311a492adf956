import { choice, text } from "../cli/flags.ts";

/** `--format` of lists: json, a table, or one of docker's templates. */
export const listFormatFlag = text(
  "json (fields above), table, or a template such as '{{.ID}}'; 'table TEMPLATE' adds a header",
  { placeholder: "FORMAT" },
);

/** `--format` of commands that describe one thing: json, or one of docker's templates. */
export const documentFormatFlag = text("json (fields above), or a template such as '{{json .}}'", {
  short: "f",
  placeholder: "FORMAT",
});

/** `--format` of commands that know one other form than text. */
export const jsonFormatFlag = choice(["json"], "Print one JSON document");
