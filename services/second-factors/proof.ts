import { z } from "zod";
import type { Result } from "@/domain/result";
import type { Transaction } from "@/prisma/client-factory";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { checkKey, type SignedKey, takeKey } from "@/services/second-factors/check-key";
import { typedCode, wrongCode } from "@/services/second-factors/code-field";
import { keyAnswer, type ReadKeyAnswer } from "@/services/second-factors/key-fields";
import { type CodeOf, takeCode } from "@/services/second-factors/take-code";

const byCode = z.object({ code: typedCode });
const byKey = z.object({ key: keyAnswer });

/** What somebody gives for the second step: a code as it was typed, or the answer of a security key. */
export type GivenProof = { readonly code: string } | { readonly key: ReadKeyAnswer };

/** The same, with the key's signature looked at; null where that is not good. */
export type CheckedProof = { readonly code: string } | { readonly key: SignedKey | null };

/** What proved it, or why not, in the words of the audit trail. */
export type TakenProof =
  | { readonly ok: true; readonly of: CodeOf | "a security key" }
  | { readonly ok: false; readonly reason: string };

/** Reads what was given for the second step. Refuses: invalid_input. */
export function readProof(untrusted: unknown): Result<GivenProof> {
  const given = z.looseObject({}).safeParse(untrusted);
  const isKey = given.success && given.data.key !== undefined;
  return isKey ? parseInput(byKey, untrusted) : parseInput(byCode, untrusted);
}

/** Does what has to be done before the transaction that relies on the proof. `of`: whose it has to be, and what it is for. */
export async function checkProof(
  base: BaseContext,
  of: { readonly userId: string; readonly askedFor: string },
  given: GivenProof,
): Promise<CheckedProof> {
  return "code" in given ? given : { key: await checkKey(base, of, given.key) };
}

/** Takes the proof in the caller's transaction: each counts once, also when two give it at the same time. */
export async function takeProof(
  tx: Transaction,
  base: { readonly keys: BaseContext["keys"]; readonly now: Date },
  userId: string,
  proof: CheckedProof,
): Promise<TakenProof> {
  if ("code" in proof) {
    const of = await takeCode(tx, base, userId, proof.code);
    return of === null ? { ok: false, reason: "wrong code" } : { ok: true, of };
  }
  const taken = proof.key === null ? "gone" : await takeKey(tx, base.now, userId, proof.key);
  if (taken === "taken") return { ok: true, of: "a security key" };
  const reason =
    taken === "went back"
      ? "a security key that has counted back and may be a copy"
      : "wrong answer of a security key";
  return { ok: false, reason };
}

/** Says to a known person that their proof is not good. */
export function wrongProof(given: GivenProof) {
  if ("code" in given) return wrongCode();
  return refuseWith(
    "invalid_credentials",
    "This security key is none of yours here, or its answer came too late. Try again, or use another way.",
  );
}
