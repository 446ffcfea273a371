import { createPublicKey } from "node:crypto";
import { z } from "zod";
import { toBase64 } from "@/domain/audit/log/base64";
import { signHandover } from "@/domain/audit/log/handover";
import { nodeSha256, signEd25519 } from "@/domain/audit/log/node-crypto";
import { deploymentLogId } from "@/domain/audit/log-id";
import { done, type Result } from "@/domain/result";
import { type LogKey, lockSigner, makeLogKey, readLogKeys } from "@/services/audit/log/log-keys";
import { recordAudits } from "@/services/audit/record";
import { act, auditActor, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const inputSchema = z.strictObject({
  compromised: z.boolean({ error: "compromised must be true or false." }).default(false),
});

/** The key that signs from now on, and the note that leads to it. */
export type RotatedKey = {
  readonly pem: string;
  /** The hand-over, signed by both keys; null where the old one is compromised: its word is worth nothing. */
  readonly handover: string | null;
  readonly retiredPem: string;
};

// One event in each account's log: what is signed there changes hands.
const eventsMsMax = 60_000;

/**
 * Replaces the key that signs all logs of this deployment. Every node signs with the new one from the moment this is committed; what the old one
 * signed stays good. Each log gets an event. For the command line. Refuses: invalid_input, unauthenticated, forbidden, not_found before the
 * first checkpoint, conflict where the master key does not open the current key.
 */
export async function rotateLogKey(context: Context, input: unknown): Promise<Result<RotatedKey>> {
  const parsed = parseInput(inputSchema, input);
  if (!parsed.ok) return parsed;
  const { compromised } = parsed.value;
  // It is of no account; the deployment's own log stands for none.
  const options = { accountId: deploymentLogId, timeoutMs: eventsMsMax };
  return act(
    context,
    "audit_key.rotate",
    async ({ tx, actor, now }) => {
      await lockSigner(tx);
      const retired = (await readLogKeys(tx, context.keys)).find(({ isCurrent }) => isCurrent);
      if (retired === undefined)
        return (await tx.auditLogKey.count({ where: { retiredAt: null } })) === 0
          ? refuseWith("not_found", "Nothing is signed yet: the first key is made at the first checkpoint.")
          : refuseWith("conflict", "The master key does not open the key that signs. Set the right one.");
      await tx.auditLogKey.update({ where: { id: retired.id }, data: { retiredAt: now, compromised } });
      const handOver = compromised ? null : handOverFrom(retired, now);
      const made = await makeLogKey(tx, context.keys, retired.deployment, now, handOver);
      const accounts = await tx.account.findMany({ select: { id: true } });
      const details = {
        ...(compromised ? { reason: "the old one may be in other hands" } : {}),
        before: { publicKey: toBase64(retired.publicKey) },
        after: { publicKey: toBase64(made.publicKey) },
      };
      await recordAudits(
        tx,
        now,
        context.origin,
        [null, ...accounts.map(({ id }) => id)].map((accountId) => ({
          accountId,
          actor: auditActor(actor),
          action: "audit_key.rotate" as const,
          details,
        })),
      );
      return done({ pem: pemOf(made), handover: made.handover, retiredPem: pemOf(retired) });
    },
    options,
  );
}

function handOverFrom(retired: LogKey, now: Date) {
  return (to: Pick<LogKey, "publicKey" | "privateKeyPem">): string => {
    const handover = {
      deployment: retired.deployment,
      from: retired.publicKey,
      to: to.publicKey,
      at: now.toISOString(),
    };
    const note = signHandover(handover, nodeSha256, {
      from: (message) => signEd25519(retired.privateKeyPem, message),
      to: (message) => signEd25519(to.privateKeyPem, message),
    });
    return Buffer.from(note).toString("utf8");
  };
}

function pemOf({ privateKeyPem }: LogKey): string {
  return createPublicKey(privateKeyPem).export({ type: "spki", format: "pem" }).toString();
}
