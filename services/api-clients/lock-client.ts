import type { Work } from "@/services/kernel/act";

/** A client as it is while its row is locked: it obtains no token, and nobody else changes it, until this transaction ends. */
export type LockedClient = {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly notes: string;
  readonly last4: string;
  readonly disabledAt: Date | null;
  readonly lastUsedAt: Date | null;
};

/** Locks a live client of the account; null for foreign, unknown and deleted ones alike. */
export async function lockClient(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  apiClientId: string,
): Promise<LockedClient | null> {
  const rows = await tx.$queryRaw<LockedClient[]>`
    SELECT "id", "clientId", "name", "notes", "last4", "disabledAt", "lastUsedAt" FROM "ApiClient"
    WHERE "id" = ${apiClientId}::uuid AND "accountId" = ${accountId}::uuid AND "deletedAt" IS NULL FOR UPDATE`;
  return rows[0] ?? null;
}

/** How audit events name a client. */
export function clientTarget(client: { readonly id: string; readonly name: string }) {
  return { kind: "api_client", id: client.id, name: client.name };
}
