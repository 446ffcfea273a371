import type { TokenFacts } from "@/domain/verification/decide";
import { asText, type Connection } from "@/prisma/connection";
import type { GatewayRow, LookedUp } from "@/services/verification/lookup-row";
import { contextKeyOf } from "@/services/verification/token-facts";

/** What a decision needs to know beside secret and token. */
export type Context = Pick<TokenFacts, "account" | "organization" | "user" | "client">;

/**
 * Contexts that were read since one moment of one server. They are true as long as a statement finds that nothing has changed since that
 * moment (`isStale`), and are used by no answer but those of a statement that found it: nothing here has an age.
 */
export type Contexts = {
  readonly since: readonly [snapshot: string, serverStartedAt: string, readAt: string];
  readonly known: Map<string, Context>;
  /** By the id of the token. */
  readonly gateways: Map<string, GatewayRow>;
};

/** More are dropped and read again: some 10 MB. */
const contextsMax = 20_000;

/**
 * SQL of whether what was read at the moment `$a`, `$b`, `$c` (as `Contexts.since`) may have changed: some transaction noted a change
 * (`ContextChange`) that is visible now and was not then; or the server is another one, whose transactions are numbered otherwise; or
 * the notes of that time may be gone (`forgetContextChanges`). A note is written in the very transaction of its change.
 */
export const isStale = (a: string, b: string, c: string) => `(
  pg_postmaster_start_time() <> ${b}::timestamptz OR statement_timestamp() > ${c}::timestamptz + interval '1 hour'
  OR EXISTS (
    SELECT 1 FROM "ContextChange" c WHERE c."xid" >= pg_snapshot_xmin(${a}::pg_snapshot)::text::bigint
      AND NOT pg_visible_in_snapshot(c."xid"::text::xid8, ${a}::pg_snapshot)))`;

/** Begins anew with this moment. */
export async function openContexts(connection: Connection): Promise<Contexts> {
  const { rows } = await connection.query<string[]>({
    name: "keydesk-moment",
    text: "SELECT pg_current_snapshot(), pg_postmaster_start_time(), statement_timestamp()",
    rowMode: "array",
    types: asText,
  });
  const [snapshot, serverStartedAt, readAt] = rows[0]!;
  return { since: [snapshot!, serverStartedAt!, readAt!], known: new Map(), gateways: new Map() };
}

/** Keeps what a statement that was not stale has read beside the token. */
export function keepContext(contexts: Contexts, { facts, gateway }: LookedUp): void {
  const { account, organization, user, client, token } = facts;
  if (contexts.known.size >= contextsMax) contexts.known.clear();
  if (contexts.gateways.size >= contextsMax) contexts.gateways.clear();
  contexts.known.set(contextKeyOf(account.id, organization?.id ?? "", user?.id ?? "", client?.id ?? ""), {
    account,
    organization,
    user,
    client,
  });
  if (gateway !== null) contexts.gateways.set(token.id, gateway);
}
