import type { Database } from "@/prisma/client-factory";
import type { Config } from "@/services/config";
import type { Keyring } from "@/services/keys/keyring";

/** Who claims to ask. Claims are ids only: rights are read in the transaction that uses them. */
export type Claim =
  /** A signed-in person, named by the session row. */
  | { readonly kind: "session"; readonly sessionId: string }
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
    }
  | { readonly kind: "cli" | "system"; readonly name: string };

export type UserActor = Extract<Actor, { kind: "user" }>;
