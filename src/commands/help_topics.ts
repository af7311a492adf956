import type { CommandSummary } from "../cli/help.ts";

/** A page of `dk help` that belongs to no single command. */
export interface HelpTopic extends Pick<CommandSummary, "name" | "brief"> {
  load(): Promise<string>;
}

/** Every topic; a page is loaded when it is asked for. */
export const helpTopics: readonly HelpTopic[] = [
  {
    name: "proof",
    brief: "How dk proves that an image equals the session, and what it leaves out",
    load: async () => (await import("./help_proof.ts")).proofPage,
  },
  {
    name: "session",
    brief: "A typed session: its words, what is kept of it, the session file",
    load: async () => (await import("./help_session.ts")).sessionPage,
  },
  {
    name: "suggestions",
    brief: "What dk containerize reads of a project, and what it suggests",
    load: async () => (await import("./help_suggestions.ts")).default,
  },
];

/** The topic that is called so. */
export function findTopic(name: string): HelpTopic | undefined {
  return helpTopics.find((topic) => topic.name === name);
}
