import type { Loan } from "../lend/loan.ts";
import type { BuildWork } from "./request.ts";
import { lendToSteps, type StepLoan } from "./step_loan.ts";

/** A loan on its way through a build: it is known what steps ask for once the Dockerfile is read. */
export class Lending {
  #steps?: StepLoan;

  private constructor(
    readonly loan: Loan,
    readonly apiVersion: string,
    readonly observe: BuildWork["observe"],
  ) {}

  static async open(loan: Loan, { engine, signal, observe }: BuildWork): Promise<Lending> {
    const { apiVersion } = await engine.identity(signal);
    return new Lending(loan, apiVersion, observe);
  }

  /** The Dockerfile as the engine is to see it. */
  edit(dockerfile: Uint8Array): Uint8Array {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(dockerfile);
    this.#steps = lendToSteps(text, this.loan, this.apiVersion);
    for (const line of this.#steps.withoutVariables) {
      const reason = "its commands are not for a shell that dk knows";
      const text = `Line ${line}: RUN finds what is lent in /dev/dk, but no variables: ${reason}`;
      this.observe({ kind: "notice", text });
    }
    return new TextEncoder().encode(this.#steps.dockerfile);
  }

  /** What a step asks for by this id, if it is lent. */
  secret(id: string): (() => Promise<Uint8Array>) | undefined {
    return this.#steps?.secrets.get(id);
  }

  /** A text of the engine's in the user's own words. */
  conceal(text: string): string {
    return this.#steps?.conceal(text) ?? text;
  }
}
