/**
 * Waits for `pending`, or throws the abort reason as soon as `signal` aborts. What arrives too
 * late is handed to `discard`, so that nothing stays open.
 */
export async function abortable<T>(
  pending: Promise<T>,
  signal: AbortSignal | undefined,
  discard: (late: T) => void,
): Promise<T> {
  if (!signal) return await pending;
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => {
    aborted.reject(signal.reason);
    pending.then(discard, () => {}); // Its error no longer matters: the abort reason is thrown.
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([pending, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
