// Nothing in it is secret, and nothing of it is believed before its signature is verified.
const keyOf = (logId: string) => `keydesk.checkpoint.${logId}`;

/** The last checkpoint of a log that this browser has found good; null: none, or it keeps nothing. */
export function readKeptCheckpoint(logId: string): string | null {
  try {
    return localStorage.getItem(keyOf(logId));
  } catch {
    return null;
  }
}

/** Keeps a checkpoint that was found good, so that the next verification notices a log that is shorter or another one. */
export function keepCheckpoint(logId: string, note: string): void {
  try {
    localStorage.setItem(keyOf(logId), note);
  } catch {
    // A browser that keeps nothing verifies all the same; it only cannot compare.
  }
}
