import { Failure } from "../lib/failure.ts";

/** One message of a progress stream (engine.md 4.2), in the engine's own words. */
export interface EngineMessage {
  /** Text to be shown as it is, line ends included. */
  stream?: string;
  /** What happens to the thing named `id`; replaces the former status of the same `id`. */
  status?: string;
  id?: string;
  progressDetail?: { current?: number; total?: number; hidecounts?: boolean; units?: string };
  /** A result; its shape depends on the endpoint. */
  aux?: unknown;
  errorDetail?: { code?: number; message?: string };
  /** Older form of `errorDetail`. */
  error?: string;
}

/** An error that the engine reported inside a stream which began with status 200. */
export class InBandError extends Failure {
  override readonly name = "InBandError";

  /**
   * @param reason the engine's message, trimmed
   * @param code exit code of a failing RUN, classic builder only
   */
  constructor(readonly reason: string, readonly code?: number) {
    super(reason || "The engine failed without saying why");
  }
}

/** The error that a message reports, if it does. */
export function errorOf(message: EngineMessage): InBandError | undefined {
  const { error, errorDetail } = message;
  if (error === undefined && errorDetail === undefined) return undefined;
  return new InBandError((errorDetail?.message ?? error ?? "").trim(), errorDetail?.code);
}

/** A field of a message's `aux`, when it is a string. */
export function auxString(message: EngineMessage, field: string): string | undefined {
  if (typeof message.aux !== "object" || message.aux === null) return undefined;
  const value = (message.aux as Record<string, unknown>)[field];
  return typeof value === "string" ? value : undefined;
}
