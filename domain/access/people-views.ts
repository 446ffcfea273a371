import type { Role } from "@/domain/access/actions";

/** What pages get to know about people and organizations. No hash, digest or secret is among it. */
export type UserSummary = {
  readonly id: string;
  readonly kind: "person" | "template";
  readonly name: string;
  /** Null for template users. */
  readonly email: string | null;
  readonly role: Role;
  readonly permissions: readonly string[];
  readonly isOperator: boolean;
  readonly joinedAt: Date;
  readonly disabledAt: Date | null;
  /** Signs in with a second step, in every account. */
  readonly hasSecondFactor: boolean;
  /** Last request in this account; null for template users and who never signed in here. */
  readonly lastSeenAt: Date | null;
  /** Live tokens of this account that act as the user. */
  readonly tokens: number;
};

/** A list cut by number. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly pageCount: number;
};

export type UserPage = Page<UserSummary> & { readonly now: Date };

/** An invitation that was neither accepted nor cancelled. */
export type PendingInvitation = {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly permissions: readonly string[];
  /** The person's or the token's name; null for the command line. */
  readonly invitedBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly isExpired: boolean;
  /** What its link ends with beside its own time: the token that handed it out, or that token's old secret, sooner; null for people's. */
  readonly endsWith: "token" | "old_secret" | null;
};

/** A one-time link to hand over; shown once. */
export type HandedLink = { readonly id: string; readonly path: string; readonly expiresAt: Date };

/** What the invited person is shown before accepting. */
export type OpenInvitation = {
  readonly accountName: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string | null;
  /** True when the address has a password here: it is asked for, instead of a new one. */
  readonly hasUser: boolean;
};

/** Whose password a reset link sets. */
export type OpenReset = { readonly email: string; readonly name: string };

/** One of the viewer's own live sessions. */
export type OwnSession = {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly accountName: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly ip: string;
  readonly userAgent: string;
};

/** What a change answers: `changed` is false when it was so already, and then nothing is written. */
export type Changed = { readonly id: string; readonly changed: boolean };

export type OrganizationSummary = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly locator: string;
  readonly createdAt: Date;
  /** Live tokens that belong to it, as the grid lists them: without those of gateways. */
  readonly tokens: number;
};

export type OrganizationPage = Page<OrganizationSummary>;

/** What programs get to know. */
export type OrganizationRecord = Omit<OrganizationSummary, "tokens">;
export type UserRecord = Omit<UserSummary, "isOperator">;
