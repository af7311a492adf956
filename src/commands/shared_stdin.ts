import type { DkContext, InputStream } from "../cli/context.ts";
import { SharedInput } from "../lib/shared_input.ts";

/**
 * The same world with a stdin that several readers may use in turn: one that gives a read up, by
 * the signal that it handed over, leaves what is typed next to the others.
 */
export function withSharedStdin(context: DkContext): DkContext {
  const { stdin } = context;
  const shared = new SharedInput(stdin);
  const input: InputStream = {
    isTerminal: stdin.isTerminal,
    read: (buffer, signal) => shared.read(buffer, signal),
    setRaw: (raw, options) => stdin.setRaw(raw, options),
  };
  // Not spread: what a context has is partly made when it is looked at.
  return Object.create(context, { stdin: { value: input, enumerable: true } });
}
