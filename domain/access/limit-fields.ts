import { z } from "zod";
import { plans } from "@/domain/access/plans";

const limitMax = 2_000_000_000;

const whole = (label: string, min: number) =>
  z
    .number({ error: `${label} is a number.` })
    .int(`${label} is a whole number.`)
    .min(min, `${label} is at least ${min}.`)
    .max(limitMax, `${label} is more than can be counted.`);

/** Plan and limits of an account, for the form, the service and the command line. */
export const limitFields = {
  plan: z.enum(plans, { error: `The plan is one of ${plans.join(", ")}.` }),
  licensedAssets: whole("The number of licensed assets", 0),
  requestsPerMinute: whole("The number of requests a minute", 1),
  requestsPerIp: whole("The number of requests per address and 5 minutes", 1),
};
