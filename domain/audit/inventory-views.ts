import type { AuditEntry } from "@/domain/audit/audit-views";
import type { TokenPage, TokenSummary } from "@/domain/tokens/token-views";

/** A token as auditors see it: alive or a tombstone, with who made, last changed and deleted it. */
export type InventoryRow = Pick<
  TokenSummary,
  | "id"
  | "type"
  | "name"
  | "prefix"
  | "last4"
  | "status"
  | "createdAt"
  | "createdByName"
  | "creatorActive"
  | "actsAsName"
  | "organizationName"
  | "lastUsedAt"
  | "deletedAt"
> & {
  readonly deletedByName: string | null;
  /** The last thing done to it that changed it, but for its making and its deletion; null when nothing was, or the log no longer has it. */
  readonly lastChange: Pick<
    AuditEntry,
    "id" | "at" | "action" | "actorName" | "targetName" | "details"
  > | null;
};

export type InventoryPage = Omit<TokenPage, "rows"> & { readonly rows: readonly InventoryRow[] };
