import { askLines } from "../cli/ask_lines.ts";
import type { DkContext } from "../cli/context.ts";
import { askLine } from "../cli/prompt.ts";
import type { ReviewedSession } from "../features/containerize/containerize.ts";
import { planDockerfile } from "../features/containerize/plan.ts";
import { planOptions } from "../features/containerize/plan_options.ts";
import { applyReview, parseReview, reviewLines } from "../features/containerize/review.ts";
import { Failure, UsageFailure } from "../lib/failure.ts";
import { costLines } from "../view/dockerfile_costs.ts";

const choices = `Enter makes the image; e edits the steps, t the test, q leaves it for later: `;

/** Has the user look over a typed session: its steps, the Dockerfile, the test. */
export function reviewer(
  context: DkContext,
): (session: ReviewedSession) => Promise<ReviewedSession> {
  return async (session) => {
    let reviewed = session.request.test ? session : await askTest(context, session);
    for (;;) {
      show(context, reviewed);
      const choice = await askLine(context, choices);
      if (choice === "") return reviewed;
      if (choice === "q") throw leaving();
      if (choice === "e") reviewed = await editSteps(context, reviewed);
      else if (choice === "t") reviewed = await askTest(context, reviewed);
      else context.stderr.write(`There is no choice ${JSON.stringify(choice)}\n`);
    }
  };
}

function show({ stderr }: DkContext, { ledger, request }: ReviewedSession): void {
  const plan = planDockerfile(ledger, request.test, planOptions(request));
  stderr.write(`== The steps; what begins with drop is not in the Dockerfile\n`);
  stderr.write(reviewLines(ledger, plan.kept).map((line) => `  ${line}\n`).join(""));
  stderr.write(`== Dockerfile\n`);
  stderr.write(costLines(plan, ledger));
  stderr.write(`== Test: ${request.test || "none"}\n`);
}

async function editSteps(context: DkContext, session: ReviewedSession): Promise<ReviewedSession> {
  const { ledger, request } = session;
  const { kept } = planDockerfile(ledger, request.test);
  const notes = ["keep or drop, the step's number, its command; lines may change places"];
  let lines = reviewLines(ledger, kept);
  for (;;) {
    lines = await askLines(context, { title: "Steps", notes, lines, isList: true });
    try {
      return { ...session, ledger: applyReview(ledger, kept, parseReview(lines, ledger)) };
    } catch (error) {
      if (!(error instanceof UsageFailure)) throw error;
      notes[0] = error.message;
    }
  }
}

async function askTest(context: DkContext, session: ReviewedSession): Promise<ReviewedSession> {
  const [test] = await askLines(context, {
    title: "Test",
    notes: ["A command that shows the image to work; empty for none"],
    lines: [session.request.test],
    isList: false,
  });
  return { ...session, request: { ...session.request, test } };
}

function leaving(): Failure {
  return new Failure("No image was made", { next: "Go on with dk containerize --resume" });
}
