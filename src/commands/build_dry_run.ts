import type { DkContext } from "../cli/context.ts";
import type { BuilderChoice } from "../features/build/build.ts";
import type { AskedOfBuilder } from "../features/build/builder_abilities.ts";
import type { BuildPlan } from "../features/build/plan.ts";
import { previewBuild } from "../features/build/preview.ts";
import type { Engine } from "../engine/transport.ts";
import { buildPreviewText } from "../view/build/preview.ts";

/** Prints what a build would do, and the test that would decide on its names. */
export async function printPreview(
  context: DkContext,
  plan: BuildPlan,
  asked: AskedOfBuilder,
  choice: BuilderChoice,
  { engine, format, test }: { engine: Engine; format: "json" | undefined; test?: string },
): Promise<void> {
  const { cwd, signal } = context;
  const preview = await previewBuild(plan, asked, choice, {
    engine,
    cwd,
    now: context.now(),
    signal,
  });
  if (test !== undefined) preview.notices.push(`Named only when this succeeds in it: ${test}`);
  const text = format ? `${JSON.stringify(preview, null, 2)}\n` : buildPreviewText(preview);
  context.stdout.write(text);
}
