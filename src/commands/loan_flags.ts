import { text, value } from "../cli/flags.ts";
import type { DkContext } from "../cli/context.ts";
import { parseCredentialKinds } from "../features/lend/credential_kinds.ts";
import type { LoanWish } from "../features/lend/open_loan.ts";
import type { Loan } from "../features/lend/loan.ts";

/** `--ca`, for the commands that run programs. */
export const caFlag = text("Trust the CA certificates of this machine, or those of a file", {
  placeholder: "host|FILE|none",
});

/** `--credentials`, for builds. */
export const credentialsFlag = value(
  parseCredentialKinds,
  "Lend the steps the pip.conf, .npmrc or .netrc of this user",
  { placeholder: "pip,npm,netrc" },
);

/**
 * What the flags ask to lend; the variable DK_CA stands for a `--ca` that is not given. Nothing
 * is loaded and read when nothing is asked for.
 */
export async function loanOf(context: DkContext, wish: LoanWish): Promise<Loan | undefined> {
  const ca = wish.ca ?? context.env.DK_CA;
  if (!ca && !wish.credentials) return undefined;
  const { openLoan } = await import("../features/lend/open_loan.ts");
  return await openLoan({ ...wish, ca }, context);
}
