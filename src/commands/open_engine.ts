import type { DkContext } from "../cli/context.ts";
import { type OpenedEngine, openEngine } from "../engine/engine.ts";

/** The engine that the flags and the environment of `context` mean; dispose of it when done. */
export async function engineOf(context: DkContext): Promise<OpenedEngine> {
  const { host, context: name, config } = context.global;
  const engine = await openEngine({
    host,
    context: name,
    configDir: config,
    env: context.env,
    interactive: context.stdin.isTerminal && context.stderr.isTerminal,
  });
  for (const warning of engine.host.warnings) context.stderr.write(`dk: ${warning}\n`);
  return engine;
}
