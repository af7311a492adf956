import page from "../../templates/help/suggestions.txt" with { type: "text" };

/** `dk help suggestions`. */
export default page;
