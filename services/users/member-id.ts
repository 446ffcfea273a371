import { z } from "zod";

/** Names a user of the actor's account; in small letters, as ids are compared. */
export const memberId = z.object({
  userId: z.uuid({ error: "The user's id must be a UUID." }).toLowerCase(),
});
