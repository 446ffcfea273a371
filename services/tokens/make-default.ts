import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockToken, tokenIdInput, tokenTarget } from "@/services/tokens/lock-tokens";

/**
 * Makes an API key the default of its organization, in the place of the one that was; both go on working. Repeated, it changes
 * nothing and writes no event. Source: Zinrelo "you will need to generate a new API key and replace the default one".
 * Refuses: invalid_input, forbidden, not_found (also for tokens that are no API keys), token_deleted.
 */
export async function makeDefaultKey(context: Context, input: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return act(context, "token.make_default", async (work): Promise<Result<Changed>> => {
    const { tx, accountId } = work;
    // The token before its organization, as deletions lock them: the two never wait for each other.
    const token = await lockToken(work, parsed.value.tokenId);
    if (token?.type !== "api_key" || token.organizationId === null)
      return refuseWith("not_found", "There is no such API key.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    const rows = await tx.$queryRaw<{ name: string; defaultKeyId: string | null; before: string | null }[]>`
      SELECT o."name", o."defaultKeyId", t."name" AS "before" FROM "Organization" o
      LEFT JOIN "Token" t ON t."id" = o."defaultKeyId"
      WHERE o."id" = ${token.organizationId}::uuid AND o."accountId" = ${accountId}::uuid FOR NO KEY UPDATE OF o`;
    const organization = rows[0]!;
    if (organization.defaultKeyId === token.id) return done({ id: token.id, changed: false });
    await tx.organization.update({
      where: { id: token.organizationId, accountId },
      data: { defaultKeyId: token.id },
    });
    await work.audit({
      action: "token.make_default",
      target: tokenTarget(token),
      details: { organization: organization.name, before: organization.before, last4: token.last4 },
    });
    return done({ id: token.id, changed: true });
  });
}
