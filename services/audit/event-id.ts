import { v7 as uuidv7 } from "uuid";

const nothing = new Uint8Array(16);
// Ids are made a moment after the action's own time, and by clocks that may differ; the exact time is compared as well.
const slackMs = 3_600_000;

/**
 * An id below (`side` −1) or above (+1) those of events at `at`: ids are UUIDv7 and start with the time, so a range of time is
 * a range of the list's own index, and an old month costs no more than the newest page.
 */
export function eventIdAround(at: Date, side: -1 | 1): string {
  return uuidv7({ msecs: Math.max(0, at.getTime() + side * slackMs), seq: 0, random: nothing });
}
