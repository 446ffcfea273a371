import type { InventoryPage, InventoryRow } from "@/domain/audit/inventory-views";
import { done, type Result } from "@/domain/result";
import { tokenStatuses } from "@/domain/tokens/status";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { listTokens } from "@/services/tokens/list";

/** What changes a token that is there. */
const changes = [
  "token.edit",
  "token.rotate",
  "token.finish_rotation",
  "token.extend_rotation",
  "token.enable",
  "token.disable",
  "token.make_default",
] as const;

type Tale = Pick<InventoryRow, "id" | "deletedByName"> & {
  [K in keyof NonNullable<InventoryRow["lastChange"]> as `change_${K}`]:
    | NonNullable<InventoryRow["lastChange"]>[K]
    | null;
};

/** The grid's query for the inventory: without a wish for a status, tokens of every one, tombstones too. */
export function inventoryQuery(input: Record<string, unknown>): Record<string, unknown> {
  return { ...input, status: input.status || [...tokenStatuses] };
}

/**
 * A page of every token that the account ever had, tombstones too unless the filter says otherwise, with who made, last changed and
 * deleted each. Filters, order and pages are the grid's. Tokens that API clients obtained are listed with each client, those of
 * gateways with the gateways. Refuses: invalid_input (by field), forbidden.
 */
export async function listInventory(
  context: Context,
  input: Record<string, unknown>,
): Promise<Result<InventoryPage>> {
  const page = await listTokens(context, inventoryQuery(input));
  if (!page.ok) return page;
  return read(context, "audit.view", async ({ accountId }) => {
    const tales = await loadTales(
      context,
      accountId,
      page.value.rows.map((row) => row.id),
    );
    return done({
      ...page.value,
      rows: page.value.rows.map((row) => ({
        id: row.id,
        type: row.type,
        name: row.name,
        prefix: row.prefix,
        last4: row.last4,
        status: row.status,
        createdAt: row.createdAt,
        createdByName: row.createdByName,
        creatorActive: row.creatorActive,
        actsAsName: row.actsAsName,
        organizationName: row.organizationName,
        lastUsedAt: row.lastUsedAt,
        deletedAt: row.deletedAt,
        ...taleOf(tales.get(row.id)),
      })),
    });
  });
}

function taleOf(tale: Tale | undefined): Pick<InventoryRow, "deletedByName" | "lastChange"> {
  if (tale === undefined) return { deletedByName: null, lastChange: null };
  const { deletedByName, change_id: id, change_at: at, change_action: action } = tale;
  if (id === null || at === null || action === null) return { deletedByName, lastChange: null };
  const { change_actorName: actorName, change_targetName: targetName, change_details: details } = tale;
  return {
    deletedByName,
    lastChange: { id, at, action, actorName: actorName ?? "", targetName, details: details ?? {} },
  };
}

// One look into the index of targets for each row of the page.
async function loadTales({ db }: Pick<Context, "db">, accountId: string, ids: readonly string[]) {
  const rows = await db.$queryRaw<Tale[]>`
    SELECT t."id", t."deletedByName", c."id" AS "change_id", c."at" AS "change_at", c."action" AS "change_action",
      c."actorName" AS "change_actorName", c."targetName" AS "change_targetName", c."details" AS "change_details"
    FROM "Token" t
    LEFT JOIN LATERAL (
      SELECT e.* FROM "AuditEvent" e
      WHERE e."accountId" = t."accountId" AND e."targetId" = t."id" AND e."action" = ANY(${[...changes]}::text[])
      ORDER BY e."id" DESC LIMIT 1) c ON true
    WHERE t."id" = ANY(${[...ids]}::uuid[]) AND t."accountId" = ${accountId}::uuid`;
  return new Map(rows.map((row) => [row.id, row]));
}
