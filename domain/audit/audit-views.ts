/** What services give to pages about the audit trail. Details never hold a secret. */
export type AuditEntry = {
  readonly id: string;
  /** Its place in the account's log; null in the first second, until it is sealed. */
  readonly seq: number | null;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly outcome: string;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
};

/** A page of the trail, newest first. A cursor is null where there is nothing more on that side. */
export type AuditPage = {
  readonly rows: readonly AuditEntry[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  readonly now: Date;
};

/** Something that events can be about. */
export type AuditTarget = {
  readonly kind: "token" | "user" | "organization" | "API client" | "gateway";
  readonly id: string;
  readonly name: string;
};

export type AuditFilterOptions = {
  /** People of the account by name, also those who left; and the actor that the query names, whatever it is. */
  readonly actors: readonly { readonly id: string; readonly name: string }[];
  /** The target that the query names, when it is of this account. */
  readonly target: { readonly id: string; readonly name: string } | null;
};

/** What was sealed since a number, oldest first: what a live view asks for again and again. */
export type AuditTail = {
  readonly rows: readonly AuditEntry[];
  /** Ask from here next: every event up to it was looked at. */
  readonly next: number;
  /** True: there is more already; ask at once. */
  readonly more: boolean;
  readonly sealed: { readonly seq: number; readonly sealedAt: Date | null };
  readonly now: Date;
};
