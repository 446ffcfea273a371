import { z } from "zod";

/** Names a user of the actor's account. */
export const memberId = z.object({ userId: z.uuid({ error: "The user's id must be a UUID." }) });

/** What a change to a user answers: `changed` is false when it was so already, and then nothing is written. */
export type Changed = { readonly id: string; readonly changed: boolean };
