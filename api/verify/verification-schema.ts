import { z } from "zod";
import { nameSchema } from "@/api/openapi/wire";
import { namedSchema, tokenTypeSchema } from "@/api/v1/common-schemas";
import { limitNames } from "@/domain/limits/policies";
import { verdicts } from "@/domain/verification/verdicts";
import type { VerificationAnswer } from "@/services/verification/answer";

const count = z.int().min(0);

/** What is found out about a token (services/verification/answer). Not written through it: verification is the fast path. */
export const verificationSchema = nameSchema(
  "Verification",
  z.object({
    verdict: z.enum(verdicts).meta({
      description: "`valid`, or the first reason against. Only gateways are told the exact reason.",
    }),
    token: z.object({ id: z.uuid(), type: tokenTypeSchema, name: z.string() }).nullable(),
    account: namedSchema.nullable(),
    organization: namedSchema.nullable().meta({ description: "The organization in which the call works." }),
    user: namedSchema.nullable().meta({ description: "The user that the token acts as." }),
    permissions: z.array(z.string()).meta({ description: "What the token may do at this moment." }),
    limits: z
      .object({
        requestsPerMinute: count,
        requestsPerDay: count,
        requestsPerIp: count,
        usedTotal: count,
        usedToday: count,
        remainingThisMinute: count,
        remainingToday: count,
        remainingOfIp: count.nullable(),
        minuteEndsInSeconds: count,
        dayEndsInSeconds: count,
        ipEndsInSeconds: count.nullable(),
      })
      .nullable(),
    limited: z
      .object({ policies: z.array(z.enum(limitNames)), retryAfterSeconds: count })
      .optional()
      .meta({ description: "The limits that refuse the call, and when to come again." }),
  }),
);

/** Holds the two together: what is answered fits what is described. */
export type DescribedVerification =
  VerificationAnswer extends DeepReadonly<z.output<typeof verificationSchema>> ? VerificationAnswer : never;
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export const verificationExample: DescribedVerification = {
  verdict: "valid",
  token: { id: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f", type: "impersonation", name: "Nightly sync" },
  account: { id: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e30", name: "Acme Ltd" },
  organization: null,
  user: { id: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e31", name: "svc-reporting" },
  permissions: ["reports:read"],
  limits: {
    requestsPerMinute: 100,
    requestsPerDay: 1000,
    requestsPerIp: 2000,
    usedTotal: 4211,
    usedToday: 17,
    remainingThisMinute: 99,
    remainingToday: 983,
    remainingOfIp: 1999,
    minuteEndsInSeconds: 60,
    dayEndsInSeconds: 41_200,
    ipEndsInSeconds: 300,
  },
};
