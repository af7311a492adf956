/**
 * Waits until a condition holds. The limit is for what never comes: on a machine that does much else
 * at the same time, anything may take a minute.
 *
 * @param what told when it does not come; the condition's own words when left out
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  options: { seconds?: number; what?: () => string | Promise<string> } = {},
): Promise<void> {
  const { seconds = 60, what = () => String(condition) } = options;
  const end = Date.now() + seconds * 1000;
  while (!await condition()) {
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${await what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
