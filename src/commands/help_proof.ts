import introduction from "../../templates/help/proof.txt" with { type: "text" };
import { noiseRules } from "../features/containerize/proof/noise.ts";
import { noiseListText } from "../view/noise_list.ts";

/** `dk help proof`. */
export const proofPage = `${introduction}\n${noiseListText(noiseRules)}`;
