/**
 * Flags of docker's build that speak of what the engine's own builder does not have. A value that
 * asks for nothing is taken; any other is refused with the way out.
 */
import { UsageFailure } from "../../lib/failure.ts";
import { invalidValue } from "../run/invalid_value.ts";

/** Reads `--provenance` and `--sbom`. @throws UsageFailure unless it turns them off */
export function parseAttestation(text: string, flag: string): undefined {
  if (/^(?:0|f|false)$/i.test(text)) return undefined;
  throw noAttestations(text, flag, `leave ${flag} out, or write ${flag}=false`);
}

/** Reads `--attest`. @throws UsageFailure unless it turns one off */
export function parseAttest(text: string, flag: string): undefined {
  if (text.split(",").includes("disabled=true")) return undefined;
  throw noAttestations(text, flag, `leave ${flag} out`);
}

function noAttestations(text: string, flag: string, next: string): UsageFailure {
  const why = "The engine's own builder records no attestations";
  return invalidValue(text, flag, `Use a builder of buildx for those; here, ${next}`, why);
}

/** Reads `--build-context`. @throws UsageFailure always */
export function parseBuildContext(text: string, flag: string): never {
  throw invalidValue(
    text,
    flag,
    "Build from a folder that holds both, or COPY --from an image of its own",
    "The engine's own builder takes one context",
  );
}

/** Reads `--isolation`, which is Windows'. @throws UsageFailure for another than the default */
export function parseIsolation(text: string, flag: string): undefined {
  if (text === "" || text === "default") return undefined;
  throw invalidValue(text, flag, "Leave it out", "Engines on Linux know the default alone");
}

/** Reads `--call`: `check` is `--check`, `build` what is done anyway. @throws UsageFailure */
export function parseCall(text: string, flag: string): "build" | "check" {
  if (text === "build" || text === "check") return text;
  const next = text === "lint" ? `Write ${flag}=check` : "Use one of: build, check";
  throw invalidValue(text, flag, next);
}
