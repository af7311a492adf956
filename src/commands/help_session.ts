import introduction from "../../templates/help/session.txt" with { type: "text" };
import { wordList } from "../features/containerize/typed/words.ts";

/** `dk help session`. */
export const sessionPage = `${introduction}${wordList}`;
