import { z } from "zod";
import { graceSeconds } from "@/domain/tokens/bounds";
import { deploymentPolicy, graceWords, lifetimeDaysBounds } from "@/domain/tokens/policy";

const { keyCap, graceSecondsMax } = deploymentPolicy;
const graces = graceSeconds.filter((seconds) => seconds <= graceSecondsMax);

/** Values of an account's token policy, none looser than the deployment's, for the form and the service. */
export const policyFields = {
  keyCap: z
    .int("The cap is a whole number.")
    .min(1, "At least 1 key.")
    .max(keyCap, `At most ${keyCap} keys: this Keydesk allows no more.`),
  lifetimeDaysMax: z
    .int("Days are a whole number.")
    .min(lifetimeDaysBounds.min, "At least 1 day.")
    .max(lifetimeDaysBounds.max, `At most ${lifetimeDaysBounds.max} days; for more set no maximum.`)
    .nullable(),
  graceSecondsMax: z.literal(graces, {
    error: `Choose a number of seconds: ${graces.map((seconds) => `${seconds} (${graceWords(seconds)})`).join(", ")}.`,
  }),
  keysRevealable: z.boolean({ error: "Choose whether API keys are shown again: yes or no." }),
} as const;
