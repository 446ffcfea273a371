import { z } from "zod";

/** Names an invitation into the actor's account. */
export const invitationId = z.object({
  invitationId: z.uuid({ error: "The invitation's id must be a UUID." }),
});
