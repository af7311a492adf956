import { value } from "../cli/flags.ts";
import { invalidValue } from "../features/run/invalid_value.ts";

/** `--disable-content-trust`, which is so here. False asks for a check that dk does not make. */
export const contentTrustFlag = value(parseContentTrust, "", { bare: "true", hidden: true });

function parseContentTrust(text: string, flag: string): true {
  if (/^(?:1|t|true)$/i.test(text)) return true;
  throw invalidValue(
    text,
    flag,
    "Name images by their digest, or verify them with a program for signatures",
    "dk checks no signatures of Docker Content Trust",
  );
}
