import { compareCheckpoints, openCheckpoint, originOf, signCheckpoint } from "@/domain/audit/log/checkpoint";
import { foldNodes } from "@/domain/audit/log/frontier";
import { nodeSha256, signEd25519, verifyEd25519 } from "@/domain/audit/log/node-crypto";
import { isSameHash } from "@/domain/audit/log/tree-hasher";
import { haltingAlarms, type LogAlarm } from "@/domain/audit/log-alarm";
import type { Transaction } from "@/prisma/client-factory";
import { consistencyProof } from "@/services/audit/log/consistency-proof";
import { logHasher } from "@/services/audit/log/leaf-hasher";
import { currentLogKey, type LogKey, lockSigner, readLogKeys } from "@/services/audit/log/log-keys";
import { MissingHash } from "@/services/audit/log/read-subtrees";
import type { Context } from "@/services/kernel/context";

/** What signing needs. */
export type SigningContext = Pick<Context, "db" | "keys" | "config">;

/** A checkpoint was signed, or there was nothing to sign, or it must not be. */
export type Signed =
  | { readonly kind: "signed" | "nothing" }
  | { readonly kind: "refused"; readonly alarm: LogAlarm };

/**
 * Signs a log's tree as it is now, if its last checkpoint is a beginning of it; otherwise notes the alarm and signs nothing. One at a
 * time in the database: numbers of checkpoints have no gaps, and a size is signed once.
 * @param everyMs signs nothing so shortly after the last checkpoint, in milliseconds; one from further ahead was signed before the
 * clock was set back, and holds nothing up
 */
export function signLog(context: SigningContext, logId: string, now: Date, everyMs = 0): Promise<Signed> {
  return context.db.$transaction(async (tx) => {
    await lockSigner(tx);
    const tree = await tx.auditTree.findUnique({ where: { logId } });
    if (tree === null || tree.size === 0n || isHalted(tree.alarm)) return { kind: "nothing" };
    if (tree.signedAt !== null && Math.abs(now.getTime() - tree.signedAt.getTime()) < everyMs)
      return { kind: "nothing" };
    const head = { size: Number(tree.size), root: foldNodes(logHasher, tree.nodes) };
    const against = await reasonAgainst(tx, context, logId, head);
    const key = against === null ? await currentLogKey(tx, context, now) : null;
    if (against === "later") return { kind: "nothing" };
    if (key === null) {
      const alarm = against ?? "unsignable";
      await noteAlarm(tx, logId, alarm, now);
      return { kind: "refused", alarm };
    }
    const last = await tx.auditCheckpoint.findFirst({ where: { logId }, orderBy: { size: "desc" } });
    const isNews = last?.size !== tree.size;
    if (isNews) await insertCheckpoint(tx, key, logId, head, now);
    await tx.$executeRaw`
      UPDATE "AuditTree" SET "signedSize" = ${tree.size}, "signedAt" = CASE WHEN ${isNews} THEN ${now} ELSE "signedAt" END,
        "alarm" = NULLIF(NULLIF("alarm", 'rewritten'), 'unsignable'),
        "alarmSince" = CASE WHEN "alarm" IN ('rewritten', 'unsignable') THEN NULL ELSE "alarmSince" END
      WHERE "logId" = ${logId}::uuid`;
    return { kind: isNews ? "signed" : "nothing" };
  });
}

function isHalted(alarm: string | null): boolean {
  return haltingAlarms.some((halting) => halting === alarm);
}

async function insertCheckpoint(
  tx: Transaction,
  key: LogKey,
  logId: string,
  head: { readonly size: number; readonly root: Uint8Array },
  now: Date,
): Promise<void> {
  const origin = originOf(key.deployment, logId);
  const note = signCheckpoint(origin, head, key.publicKey, nodeSha256, (message) =>
    signEd25519(key.privateKeyPem, message),
  );
  await tx.$executeRaw`
    INSERT INTO "AuditCheckpoint" ("logId", "size", "number", "note", "createdAt")
    SELECT ${logId}::uuid, ${head.size}::bigint, coalesce(max("number"), 0) + 1, ${Buffer.from(note).toString("utf8")}, ${now}
    FROM "AuditCheckpoint"`;
}

/** Why the tree must not be signed; "later" while it is being built anew and does not reach its last checkpoint yet. */
async function reasonAgainst(
  tx: Transaction,
  { keys }: SigningContext,
  logId: string,
  head: { readonly size: number; readonly root: Uint8Array },
): Promise<LogAlarm | "later" | null> {
  const [newest, last] = [
    await tx.auditLeaf.findFirst({ where: { logId }, orderBy: { seq: "desc" }, select: { seq: true } }),
    await tx.auditCheckpoint.findFirst({ where: { logId }, orderBy: { size: "desc" } }),
  ];
  const seq = Number(newest?.seq ?? 0);
  if (seq < head.size || seq < Number(last?.size ?? 0)) return "rolled_back";
  if (last === null) return null;
  if (last.size > head.size) return "later";
  const publicKeys = (await readLogKeys(tx, keys)).map((key) => key.publicKey);
  const opened = await openCheckpoint(Buffer.from(last.note, "utf8"), publicKeys, nodeSha256, verifyEd25519);
  if (!opened.ok) return opened.problem === "wrong_key" ? "unsignable" : "rewritten";
  const known = opened.checkpoint;
  if (known.logId !== logId || known.size !== Number(last.size)) return "rewritten";
  if (known.size === head.size) return isSameHash(known.root, head.root) ? null : "rewritten";
  const proof = await consistencyProof(tx, logId, known.size, head.size).catch((error: unknown) => {
    if (error instanceof MissingHash) return null;
    throw error;
  });
  if (proof === null) return "rewritten";
  const succession = compareCheckpoints(logHasher, known, { ...known, ...head }, proof);
  return succession === "grown" ? null : "rewritten";
}

async function noteAlarm(tx: Transaction, logId: string, alarm: LogAlarm, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "AuditTree" SET "alarm" = ${alarm}, "alarmSince" = coalesce("alarmSince", ${now}) WHERE "logId" = ${logId}::uuid`;
}
