const shortLength = 12;

/** The twelve digits by which docker shows an image or container; other texts are cut alike. */
export function shortId(id: string): string {
  const colon = id.indexOf(":");
  return (colon < 0 ? id : id.slice(colon + 1)).slice(0, shortLength);
}

/** A text cut to so many characters, the last one an ellipsis when something was cut. */
export function ellipsis(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
