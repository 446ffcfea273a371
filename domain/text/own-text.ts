/** The same text, held by itself: a piece of another one keeps all of that in memory. For texts of bytes (latin1). */
export function ownText(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}
