import { parseFields } from "../run/field_list.ts";
import { invalidValue } from "../run/invalid_value.ts";

/** The build argument by which BuildKit writes its cache's records into the image. */
export const inlineCacheArgument = "BUILDKIT_INLINE_CACHE";

/** Reads `--cache-from`: an image, or `type=registry,ref=IMAGE`. @throws UsageFailure */
export function parseCacheFrom(text: string, flag: string): string {
  if (!text.includes("=")) return text;
  const fields = new Map(parseFields(text, flag).map(({ key, value }) => [key, value]));
  const reference = fields.get("ref");
  if (fields.get("type") === "registry" && reference) return reference;
  throw invalidValue(text, flag, "Name an image, or write type=registry,ref=IMAGE");
}

/**
 * Reads `--cache-to`. The engine's builder keeps its cache itself; all that it can hand out is the
 * record inside the image. @throws UsageFailure
 */
export function parseCacheTo(text: string, flag: string): "inline" {
  if (text === "inline" || text === "type=inline") return "inline";
  throw invalidValue(
    text,
    flag,
    "Write type=inline",
    "The engine's builder exports no other cache",
  );
}
