import { z } from "zod";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { done, type Result } from "@/domain/result";
import { apiClientIdInput, clientStrength } from "@/services/api-clients/client-fields";
import { destroyClientTokens } from "@/services/api-clients/destroy-client-tokens";
import { clientTarget, lockClient } from "@/services/api-clients/lock-client";
import { mintClientSecret } from "@/services/api-clients/mint-client-secret";
import { cancelLinksOfClient, linksInDetails } from "@/services/invitations/cancel-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { refuseStronger } from "@/services/tokens/refuse-stronger";

const rotateInput = apiClientIdInput.extend({
  /** The secret that the form showed: a rotation that was submitted twice shows one secret. */
  expectedLast4: z.string().length(4, "Four characters are expected.").optional(),
  /** After a leak: also revoke the tokens that were obtained with the old secret. */
  revokeTokens: z.boolean({ error: "Say true or false." }).default(false),
});

/**
 * Gives an API client a new secret, shown once; the old one is refused at once. Its tokens go on until they expire, unless
 * `revokeTokens`; the links that these handed out end at once. A disabled client stays disabled. Refuses: invalid_input, forbidden,
 * reauthentication_required, stronger_token, not_found, conflict (the secret that was expected is no longer the current one).
 */
export async function rotateApiClientSecret(
  context: Context,
  input: unknown,
): Promise<Result<CreatedApiClient>> {
  const parsed = parseInput(rotateInput, input);
  if (!parsed.ok) return parsed;
  const { apiClientId, expectedLast4, revokeTokens } = parsed.value;
  return act(context, "api_client.rotate", async (work): Promise<Result<CreatedApiClient>> => {
    const within = refuseStronger(work.actor, clientStrength);
    if (!within.ok) return within;
    const client = await lockClient(work, apiClientId);
    if (client === null) return refuseWith("not_found", "There is no such API client.");
    if (expectedLast4 !== undefined && expectedLast4 !== client.last4) {
      return refuseWith("conflict", "The client got another secret meanwhile; it was shown then.");
    }
    const { tx, accountId, now } = work;
    const { locator } = await tx.account.findUniqueOrThrow({
      where: { id: accountId },
      select: { locator: true },
    });
    const { secret, row } = mintClientSecret(context, locator);
    await tx.apiClient.update({ where: { id: client.id, accountId }, data: { ...row, updatedAt: now } });
    const links = await cancelLinksOfClient(work, client.id);
    const tokens = revokeTokens ? await destroyClientTokens(work, client.id) : 0;
    await work.audit({
      action: "api_client.rotate",
      target: clientTarget(client),
      details: {
        last4: { before: client.last4, after: row.last4 },
        tokens: tokens || null,
        ...linksInDetails(links),
      },
    });
    return done({ id: client.id, clientId: client.clientId, secret: secret.text, name: client.name });
  });
}
