import type { Caller } from "./ca_bundle.ts";
import { openCaLoan } from "./ca_loan.ts";
import type { CredentialKind } from "./credential_kinds.ts";
import { openCredentialLoans } from "./credential_loan.ts";
import { joinLoans, type Loan } from "./loan.ts";

/** What is to be lent. */
export interface LoanWish {
  /** `host`, a file's path, or `none`. */
  ca?: string;
  credentials?: readonly CredentialKind[];
}

/**
 * Reads what steps or a container are to borrow of this machine; undefined when that is nothing.
 *
 * @throws Failure naming the file that is missing or unfit
 */
export async function openLoan(wish: LoanWish, caller: Caller): Promise<Loan | undefined> {
  const [ca, credentials] = await Promise.all([
    openCaLoan(wish.ca, caller),
    openCredentialLoans(wish.credentials ?? [], caller),
  ]);
  return joinLoans([...ca, ...credentials]);
}
