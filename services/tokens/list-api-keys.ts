import { z } from "zod";
import { done, type Result } from "@/domain/result";
import type { ApiKeyPage } from "@/domain/tokens/token-views";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { policyColumns, policyOf } from "@/services/policy/policy-row";
import { loadSummaries } from "@/services/tokens/summaries";

/** Organizations that the page offers to choose from. */
const choicesMax = 500;

const input = z.object({
  organizationId: z.uuid({ error: "The organization must be its id (a UUID)." }).optional(),
});

/**
 * The API keys of an organization, newest first, without the deleted ones; without a choice those of the first organization by
 * name. Source: Zinrelo, General › API Keys. Refuses: invalid_input, forbidden, not_found (the organization).
 */
export async function listApiKeys(context: Context, untrusted: unknown): Promise<Result<ApiKeyPage>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { organizationId } = parsed.value;
  const { db } = context;
  return read(context, "api_key.view", async ({ accountId, now }): Promise<Result<ApiKeyPage>> => {
    const [policy, organizations, chosen] = await Promise.all([
      db.tokenPolicy.findUnique({ where: { accountId }, select: policyColumns }),
      db.organization.findMany({
        where: { accountId, deletedAt: null },
        select: { id: true, name: true },
        orderBy: [{ name: "asc" }, { id: "asc" }],
        take: choicesMax,
      }),
      db.organization.findFirst({
        where: { accountId, deletedAt: null, ...(organizationId ? { id: organizationId } : {}) },
        select: { id: true, name: true, keyCap: true, defaultKeyId: true },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      }),
    ]);
    if (chosen === null) {
      return organizationId
        ? refuseWith("not_found", "There is no such organization.")
        : done({ organizations, organization: null, keys: [], now });
    }
    const rows = await db.token.findMany({
      where: { accountId, organizationId: chosen.id, type: "api_key", deletedAt: null },
      select: { id: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    });
    const ids = rows.map((row) => row.id);
    const isOffered = organizations.some((organization) => organization.id === chosen.id);
    return done({
      organizations: isOffered ? organizations : [...organizations, { id: chosen.id, name: chosen.name }],
      organization: { ...chosen, keyCap: Math.min(chosen.keyCap, policyOf(policy).keyCap) },
      keys: await loadSummaries(db, accountId, ids, now),
      now,
    });
  });
}
