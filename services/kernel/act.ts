import { type Action, isFreshProof, needsReauthentication } from "@/domain/access/actions";
import { errorCodes } from "@/domain/errors/codes";
import { type Refusal, type Result, refuse } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import type { Transaction } from "@/prisma/client-factory";
import { type AuditRecord, recordAudit, recordAudits } from "@/services/audit/record";
import { recordRefusal } from "@/services/audit/record-refusal";
import { onceOnly } from "@/services/idempotency/once-only";
import { isElsewhere, type Reach, reachOf, reasonAgainst } from "@/services/kernel/authorise";
import type { Actor, Context } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { isBrokenOffBy } from "@/services/kernel/postgres-code";
import { retryConflict } from "@/services/kernel/retry-conflict";

/** What a verb works with inside its transaction. */
export type Work = Reach & {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly now: Date;
  /** Writes the action's event in this transaction; each verb that changes something calls it. */
  readonly audit: (record: Omit<AuditRecord, "accountId" | "actor">) => Promise<void>;
  /** The same for many events at once. */
  readonly auditAll: (records: readonly Omit<AuditRecord, "accountId" | "actor">[]) => Promise<void>;
};

class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** The audit trail's view of an actor. */
export function auditActor(actor: Actor): AuditRecord["actor"] {
  if (actor.kind === "user") return { kind: "user", id: actor.userId, name: actor.name };
  if (actor.kind === "token") return { kind: "token", id: actor.tokenId, name: actor.name };
  if (actor.kind === "client") return { kind: "client", id: actor.apiClientId, name: actor.name };
  if (actor.kind === "gateway") return { kind: "gateway", id: actor.gatewayId, name: actor.name };
  return { kind: actor.kind, name: actor.name };
}

/** A refusal with the catalogue's own sentence. */
export function refuseWith(code: Refusal["code"], message?: string, fields?: Refusal["fields"]) {
  const entry = errorCodes[code];
  return refuse({ code, message: message ?? `${entry.title}. ${entry.mend}`, ...(fields ? { fields } : {}) });
}

/**
 * Runs one action: authorise → transact → work → audit, all in one READ COMMITTED transaction. A refusal rolls everything
 * back and comes out as a value; a refused authorisation is audited on its own (services/audit/record-refusal). Two actions that wait for each
 * other run one after the other: `work` may be called again, on a fresh transaction. What waits too long for another is refused
 * (`change_under_way`), instead of keeping a connection from everybody else.
 * @param options.accountId only for the command line, which is in no account; everybody else's comes from rows, never from input
 * @param options.timeoutMs for actions on very many rows
 * @param options.holdsPerson for what ends all sessions of who acts, or changes how they sign in: nobody signs in as them, or renews a session, until it is done. Held from
 * the beginning, so that two of these wait for each other in one order
 */
export async function act<T>(
  context: Context,
  action: Action,
  work: (w: Work) => Promise<Result<T>>,
  options: { accountId?: string; timeoutMs?: number; holdsPerson?: true } = {},
): Promise<Result<T>> {
  const now = context.now();
  const lock = options.holdsPerson ? "alone" : true;
  const limits = options.timeoutMs === undefined ? undefined : { timeout: options.timeoutMs };
  try {
    return await retryConflict(() =>
      context.db.$transaction(async (tx) => {
        const actor = await loadActor(tx, context.claim, now, lock, context.origin.ip);
        if (actor === null) throw new Refused(refuseWith("unauthenticated").refusal);
        if (isElsewhere(context.claim, actor, action)) throw new Refused(refuseWith("other_account").refusal);
        const reach = reachOf(actor, action, options);
        const { accountId } = reach;
        const against = reasonAgainst(actor, action);
        if (against === "second_factor_needed") throw new Refused(refuseWith(against).refusal);
        if (against !== null) throw new Forbidden(actor, action, against);
        const isStale = actor.kind === "user" && !isFreshProof(actor.reauthenticatedAt, now);
        if (isStale && needsReauthentication(action))
          throw new Refused(refuseWith("reauthentication_required").refusal);
        const audit: Work["audit"] = (record) =>
          recordAudit(tx, now, context.origin, { ...record, accountId, actor: auditActor(actor) });
        const auditAll: Work["auditAll"] = (records) =>
          recordAudits(
            tx,
            now,
            context.origin,
            records.map((record) => ({ ...record, accountId, actor: auditActor(actor) })),
          );
        const run = () => work({ tx, actor, ...reach, now, audit, auditAll });
        const { repeatable } = context;
        const result =
          actor.kind === "token" && repeatable
            ? await onceOnly(tx, actor, repeatable, now, run)
            : await run();
        if (!result.ok) throw new Refused(result.refusal);
        return result;
      }, limits),
    );
  } catch (error) {
    if (error instanceof Forbidden) return refuseAndRecord(context, error, now);
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    // 55P03: a statement waited for a lock for as long as it may.
    if (isBrokenOffBy(error, ["55P03"])) return refuseWith("change_under_way");
    throw error;
  }
}

class Forbidden extends Error {
  constructor(
    readonly actor: Actor,
    readonly action: Action,
    readonly code: Refusal["code"],
  ) {
    super(action);
  }
}

async function refuseAndRecord(context: Context, { actor, action, code }: Forbidden, now: Date) {
  const accountId = "accountId" in actor ? actor.accountId : null;
  await recordRefusal(context.db, now, context.origin, { accountId, actor: auditActor(actor), action });
  return refuseWith(code);
}

/**
 * Loads for a page or export: authorises like `act`, but reads outside a transaction. What was read leaves no event; that it was
 * refused does.
 */
export async function read<T>(
  context: Context,
  action: Action,
  load: (r: Reach & Pick<Work, "actor" | "now">) => Promise<Result<T>>,
  options: { accountId?: string } = {},
): Promise<Result<T>> {
  const now = context.now();
  const actor = await loadActor(context.db, context.claim, now, false, context.origin.ip);
  if (actor === null) return refuseWith("unauthenticated");
  if (isElsewhere(context.claim, actor, action)) return refuseWith("other_account");
  const reach = reachOf(actor, action, options);
  const against = reasonAgainst(actor, action);
  if (against === "second_factor_needed") return refuseWith(against);
  if (against !== null) return refuseAndRecord(context, new Forbidden(actor, action, against), now);
  return load({ actor, ...reach, now });
}

/** True for PostgreSQL's unique violation as Prisma reports it. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
