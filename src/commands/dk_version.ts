import manifest from "../../deno.json" with { type: "json" };

/** The version of dk, from the one place that holds it. */
export const dkVersion: string = manifest.version;
