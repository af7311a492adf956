import { Failure } from "../../lib/failure.ts";
import type { LedgerStep } from "./ledger.ts";
import { concealSecrets } from "./secrets.ts";

/** What a shell says where there is no sudo. */
const lacksSudo = /\bsudo: (command )?not found/;
const withoutSudo = "Leave sudo out where the session runs as root anyway, or install it first. ";
/** What a shell says where there is no systemd, and systemctl where it does not run. */
const lacksSystemd = /\bsystemctl: (command )?not found|not been booted with systemd/;
const withoutSystemd =
  "A container has no systemd: leave systemctl out, and start the program itself in the test. ";
/** What apt says of a package where no list has been fetched, or the list has no such package. */
const lacksPackage = /^E: (Unable to locate package|Package '.*' has no installation candidate)/m;
/** What programs say of a certificate that only this machine trusts, as that of a proxy. */
const lacksTrust =
  /CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT_IN_CHAIN|SSL certificate problem|self[- ]signed certificate|unable to get local issuer certificate/;
const withTrust = "Give --ca host, and the steps trust what this machine trusts. ";
const withLists = "Have apt-get update before it, or correct the package's name. ";

/** A step ended with another code than 0. */
export function failedStep(
  { command, line }: Pick<LedgerStep, "command" | "line">,
  number: number,
  exit: number,
  file: string,
  output: string,
): Failure {
  return new Failure(`Step ${number} failed with exit code ${exit}: ${firstLine(command)}`, {
    why: output ? `The end of its output:\n${output}` : "It printed nothing",
    next: `${
      advice(exit, output)
    }Correct line ${line} of ${file} and run dk containerize again; nothing was left behind`,
  });
}

/** What helps against a failure that is usual in containers; with a blank behind it, or empty. */
function advice(exit: number, output: string): string {
  if (exit === 127 && lacksSudo.test(output)) return withoutSudo;
  if (lacksSystemd.test(output)) return withoutSystemd;
  if (lacksTrust.test(output)) return withTrust;
  return lacksPackage.test(output) ? withLists : "";
}

/** The container has gone with its shell. */
export function endedUnseen(
  { command, line }: Pick<LedgerStep, "command" | "line">,
  number: number,
): Failure {
  const replaces = /(^|[;&|\n])\s*exec\s/.test(command);
  return new Failure(`Step ${number} ended the shell: ${firstLine(command)}`, {
    why: replaces
      ? "exec puts another program in the shell's place, and no further step can be run"
      : "What it changed cannot be seen any more",
    next: replaces
      ? `Leave exec out of line ${line}; a script to be run in another shell: bash FILE`
      : `End the steps with exit on a line of its own, or leave it out of line ${line}`,
  });
}

/** The shell has gone, and there is more to run. */
export function endedEarly(
  last: Pick<LedgerStep, "command" | "line">,
  next: Pick<LedgerStep, "command" | "line">,
): Failure {
  return new Failure(`The shell has ended before line ${next.line}: ${firstLine(next.command)}`, {
    why: `Line ${last.line} ended it: ${firstLine(last.command)}`,
    next: "Remove that line, or what follows it",
  });
}

/** A command in one line, without its secrets. */
export function firstLine(command: string): string {
  const [first, ...others] = concealSecrets(command).split("\n");
  return others.length > 0 ? `${first} ...` : first;
}
