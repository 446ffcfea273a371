import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { apiClientsMax } from "@/domain/oauth/client-bounds";
import { makeClientId } from "@/domain/oauth/client-credentials";
import { done, type Result } from "@/domain/result";
import { tokenTypes } from "@/domain/tokens/types";
import { requirePlan } from "@/services/accounts/require-plan";
import { clientFields, clientStrength } from "@/services/api-clients/client-fields";
import { clientTarget } from "@/services/api-clients/lock-client";
import { mintClientSecret } from "@/services/api-clients/mint-client-secret";
import { lockAccount } from "@/services/kernel/account-lock";
import { act, isUniqueViolation, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { refuseStronger } from "@/services/tokens/refuse-stronger";

const createInput = z.object({
  name: clientFields.name,
  notes: clientFields.notes.default(""),
  /** Made by the form when it opens, so that a double submit makes one client. */
  requestKey: z.uuid({ error: "The request key must be a UUID." }).nullish(),
});

export type CreateApiClientInput = z.input<typeof createInput>;

/**
 * Makes an API client with a secret that is shown once. Source: runZero "API client credentials" (RZ-05, RZ-06: Platform).
 * Refuses: invalid_input, forbidden, reauthentication_required, stronger_token (a token that ends, or works from some addresses
 * only, would outlive itself through a client), plan_required, cap_reached, duplicate_request.
 */
export async function createApiClient(
  context: Context,
  input: unknown,
  options: { accountId?: string } = {},
): Promise<Result<CreatedApiClient>> {
  const parsed = parseInput(createInput, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  try {
    return await act(context, "api_client.create", (work) => create(context, work, wanted), options);
  } catch (error) {
    if (isUniqueViolation(error) && wanted.requestKey) return refuseWith("duplicate_request");
    throw error;
  }
}

async function create(
  context: Context,
  { tx, actor, accountId, now, audit }: Work,
  wanted: z.output<typeof createInput>,
): Promise<Result<CreatedApiClient>> {
  const within = refuseStronger(actor, clientStrength);
  if (!within.ok) return within;
  await lockAccount(tx, accountId);
  const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
  const plan = requirePlan(account.plan, tokenTypes.account.plan, "API clients");
  if (!plan.ok) return plan;
  const live = await tx.apiClient.count({ where: { accountId, deletedAt: null } });
  if (live >= apiClientsMax) {
    return refuseWith("cap_reached", `The account has ${live} API clients. Delete one first.`);
  }
  const { secret, row } = mintClientSecret(context, account.locator);
  const [id, clientId] = [uuidv7(), makeClientId(randomBytes)];
  const { name, notes } = wanted;
  await tx.apiClient.create({
    data: {
      id,
      accountId,
      clientId,
      name,
      notes,
      ...row,
      createdAt: now,
      createdById: actor.kind === "user" ? actor.userId : null,
      createdByName: actor.name,
      updatedAt: now,
      requestKey: wanted.requestKey ?? null,
    },
  });
  await audit({
    action: "api_client.create",
    target: clientTarget({ id, name }),
    details: { clientId, last4: row.last4 },
  });
  return done({ id, clientId, secret: secret.text, name });
}
