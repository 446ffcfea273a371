import type { Role } from "@/domain/access/actions";
import type { PagePlace } from "@/domain/requests/page-place";
import type { TokenType } from "@/domain/tokens/types";
import type { Database } from "@/prisma/client-factory";
import type { Config } from "@/services/config";
import type { Repeatable } from "@/services/idempotency/repeatable";
import type { Keyring } from "@/services/keys/keyring";

/** Who claims to ask. Claims are ids only: rights are read in the transaction that uses them. */
export type Claim =
  /** A signed-in person, named by the session row. */
  | {
      readonly kind: "session";
      readonly sessionId: string;
      /** Of the page that asks, where it says so: an action from a tab that was left behind in another account does nothing. */
      readonly place?: PagePlace | null;
    }
  /** A program, by the secret that it presented; `organizationId` is what a call with an account token names as `_oid`. */
  | {
      readonly kind: "token";
      readonly tokenId: string;
      readonly secretId: string;
      readonly organizationId: string | null;
    }
  /** An API client, by the digest of the secret that it presented: a rotation meanwhile ends the claim. */
  | { readonly kind: "client"; readonly apiClientId: string; readonly digest: Uint8Array<ArrayBuffer> }
  /** A gateway, by the secret of its token. */
  | { readonly kind: "gateway"; readonly tokenId: string; readonly secretId: string }
  /** The operator's shell on the deployment. */
  | { readonly kind: "cli" }
  /** Keydesk itself (start-up, clean-up). */
  | { readonly kind: "system" };

/** Where a request came from, for the audit trail. */
export type RequestOrigin = {
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
};

/** What every service verb is given. */
export type Context = {
  readonly db: Database;
  readonly keys: Keyring;
  readonly config: Config;
  readonly claim: Claim;
  readonly origin: RequestOrigin;
  /** The clock; tests inject it. */
  readonly now: () => Date;
  /** A program's creation that it may send again without doing it twice. */
  readonly repeatable?: Repeatable;
};

/** A context without a claim: for what nobody needs to be signed in for (signing in, links). */
export type BaseContext = Omit<Context, "claim">;

/** The proven actor, loaded in the transaction. */
export type Actor =
  | {
      readonly kind: "user";
      readonly userId: string;
      readonly name: string;
      readonly email: string;
      readonly sessionId: string;
      readonly accountId: string;
      readonly role: "administrator" | "auditor" | "member";
      readonly isOperator: boolean;
      readonly reauthenticatedAt: Date;
      /** The account requires a second step, and the person has no second factor. */
      readonly owesSecondFactor: boolean;
    }
  | {
      readonly kind: "token";
      readonly tokenId: string;
      readonly name: string;
      readonly type: TokenType;
      readonly accountId: string;
      /** All that it reaches: the organization that it is bound to or names; null for the whole account. */
      readonly organizationId: string | null;
      /** Bounds of what it may hand out (domain/access/token-strength). */
      readonly expiresAt: Date | null;
      /** When the secret that it presented ends: the old one of a rotation, while its grace period lasts. */
      readonly secretEndsAt: Date | null;
      readonly ipAllowList: readonly string[];
      /** An API client obtained it. */
      readonly ofClient: boolean;
      /** The template user or owner that it acts as. */
      readonly user: { readonly id: string; readonly name: string; readonly role: Role } | null;
    }
  | {
      readonly kind: "client";
      readonly apiClientId: string;
      readonly name: string;
      readonly accountId: string;
    }
  | {
      readonly kind: "gateway";
      readonly gatewayId: string;
      readonly name: string;
      readonly accountId: string;
      /** The one organization that it serves; null for the whole account. */
      readonly organizationId: string | null;
      /** True: it serves every account, and acts in the one that a call is about. */
      readonly forDeployment: boolean;
    }
  | { readonly kind: "cli" | "system"; readonly name: string };

export type UserActor = Extract<Actor, { kind: "user" }>;
export type TokenActor = Extract<Actor, { kind: "token" }>;
