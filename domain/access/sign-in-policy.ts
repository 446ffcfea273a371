import { z } from "zod";

/** How people of an account sign in, and whom requiring a second step would hold up. */
export type SignInPolicyView = {
  readonly requireSecondStep: boolean;
  /** Who can sign in to the account. */
  readonly people: number;
  /** Those of them who have no second factor. */
  readonly withoutSecondStep: number;
};

/** What a change of it names. */
export const signInPolicyInput = z.object({
  requireSecondStep: z.boolean({ error: "Choose whether a second step is required: on or off." }),
});
