import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { isTyped } from "@/domain/tokens/confirmation";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { deleteEvery, revokeTimeoutMs } from "@/services/tokens/delete-every";
import { destroyTokens } from "@/services/tokens/destroy-tokens";

const input = z.object({
  organizationId: z.uuid({ error: "The organization's id must be a UUID." }),
  /** The organization's name, typed. */
  confirmation: z.string({ error: "Type the name of the organization." }).max(2000, "Too long."),
});

/**
 * Deletes an organization: its tokens are revoked in the same transaction, with an event for each, and it stays as a tombstone
 * for auditors. Refuses: invalid_input, forbidden, reauthentication_required, not_found, confirmation_mismatch.
 */
export async function deleteOrganization(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ id: string; tokens: number }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { organizationId: id, confirmation } = parsed.value;
  return act(
    context,
    "organization.delete",
    async (work) => {
      const { tx, accountId, organizationId: reach, now, audit } = work;
      // Locked: nobody makes a token in it meanwhile.
      const rows = await tx.$queryRaw<{ name: string }[]>`
        SELECT "name" FROM "Organization"
        WHERE "id" = ${id}::uuid AND "accountId" = ${accountId}::uuid AND "deletedAt" IS NULL FOR UPDATE`;
      const organization = rows[0];
      if (organization === undefined || (reach !== null && reach !== id))
        return refuseWith("not_found", "There is no such organization.");
      const { name } = organization;
      if (!isTyped(confirmation, name)) {
        return refuseWith("confirmation_mismatch", "Type the name of the organization to delete it.");
      }
      const tokens = await deleteEvery(work, { personalOf: null, organizationId: id });
      const gateways = await destroyGatewayTokens(work, id);
      await tx.organization.update({
        where: { id, accountId },
        data: { deletedAt: now, defaultKeyId: null },
      });
      await audit({
        action: "organization.delete",
        target: { kind: "organization", id, name },
        details: { tokens, gateways },
      });
      return done({ id, tokens });
    },
    { timeoutMs: revokeTimeoutMs },
  );
}

// Gateways that were downloaded for it answer to nobody any more.
async function destroyGatewayTokens(
  work: Parameters<typeof destroyTokens>[0],
  organizationId: string,
): Promise<number> {
  const rows = await work.tx.token.findMany({
    where: { accountId: work.accountId, organizationId, type: "gateway", deletedAt: null },
    select: { id: true },
  });
  await destroyTokens(
    work,
    rows.map((row) => row.id),
  );
  return rows.length;
}
