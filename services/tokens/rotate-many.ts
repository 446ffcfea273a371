import { z } from "zod";
import { done, type Refusal, type Result } from "@/domain/result";
import { rotateTokensMax } from "@/domain/tokens/bounds";
import { obstacleWords, rotationObstacle } from "@/domain/tokens/rotation-obstacle";
import type { RotatedToken } from "@/domain/tokens/token-views";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { refuseGrace } from "@/services/policy/refuse-grace";
import { type LockedToken, lockTokens, tokenIdInput } from "@/services/tokens/lock-tokens";
import { refuseRotation } from "@/services/tokens/refuse-rotation";
import { expectedLast4, graceChoice } from "@/services/tokens/rotate";
import {
  type CurrentSecret,
  loadCurrentSecrets,
  type Rotation,
  refuseStale,
  rotateLocked,
} from "@/services/tokens/rotate-locked";

const rotateManyInput = z.object({
  tokens: z
    .array(tokenIdInput.extend({ expectedLast4 }), {
      error: "Name the tokens, each with the last four characters of its secret.",
    })
    .min(1, "Choose at least one token.")
    .max(rotateTokensMax, `At most ${rotateTokensMax} tokens at once.`)
    .refine((tokens) => new Set(tokens.map(({ tokenId }) => tokenId)).size === tokens.length, {
      error: "Name each token once.",
    }),
  graceSeconds: graceChoice,
});

/** A refusal names so many tokens; the page says the same of all before anything happens. */
const namedMax = 10;

/**
 * Gives each of many tokens a new secret, all or none, by the rules of `rotateToken` and with an event for each; in the order
 * in which they were named. A secret that is no longer the one that was expected is never replaced.
 * Refuses, naming the tokens: token_deleted, forbidden, stronger_token, conflict; further: invalid_input,
 * reauthentication_required, not_found, grace_beyond_policy.
 */
export async function rotateTokens(
  context: Context,
  input: unknown,
): Promise<Result<{ tokens: readonly RotatedToken[] }>> {
  const parsed = parseInput(rotateManyInput, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  return act(context, "token.rotate", async (work) => {
    const ids = wanted.tokens.map(({ tokenId }) => tokenId);
    const tokens = await lockTokens(work, ids);
    const missing = ids.length - tokens.length;
    if (missing > 0) {
      return refuseWith(
        "not_found",
        `${missing} of the ${ids.length} tokens are not there. Nothing was rotated: refresh the list.`,
      );
    }
    const currents = await loadCurrentSecrets(work, tokens);
    const expected = new Map(wanted.tokens.map((each) => [each.tokenId, each.expectedLast4]));
    const may = refuseAnyOf(work, tokens, currents, expected);
    if (!may.ok) return may;
    const grace = await refuseGrace(work, wanted.graceSeconds);
    if (!grace.ok) return grace;
    const rotations = new Map<string, Rotation>();
    for (const { token, current } of may.value) {
      rotations.set(token.id, await rotateLocked(context, work, token, current, wanted.graceSeconds));
    }
    const inOrder = ids.flatMap((id) => rotations.get(id) ?? []);
    await work.auditAll(inOrder.map(({ event }) => event));
    return done({ tokens: inOrder.map(({ rotated }) => rotated) });
  });
}

type Rotatable = { readonly token: LockedToken; readonly current: CurrentSecret };

/** Every token with its current secret, or the refusal that names all that stand in the way. */
function refuseAnyOf(
  { actor }: Work,
  tokens: readonly LockedToken[],
  currents: ReadonlyMap<string, CurrentSecret>,
  expected: ReadonlyMap<string, string>,
): Result<readonly Rotatable[]> {
  const rotatable: Rotatable[] = [];
  const against: { code: Refusal["code"]; words: string }[] = [];
  for (const token of tokens) {
    const may = refuseRotation(actor, token);
    const current = currents.get(token.id);
    if (!may.ok) {
      const obstacle = rotationObstacle(token);
      const words = obstacle ? obstacleWords[obstacle] : "can do more than the token that asks";
      against.push({ code: may.refusal.code, words: `“${token.name}” ${words}` });
    } else if (current === undefined) {
      throw new Error(`token ${token.id} has no current secret`);
    } else if (!refuseStale(current, { expectedLast4: expected.get(token.id) }).ok) {
      against.push({ code: "conflict", words: `“${token.name}” was rotated meanwhile` });
    } else {
      rotatable.push({ token, current });
    }
  }
  const [first] = against;
  if (first === undefined) return done(rotatable);
  const named = against.slice(0, namedMax).map(({ words }) => words);
  const more = against.length - named.length;
  return refuseWith(
    first.code,
    `${named.join("; ")}${more > 0 ? `; and ${more} more cannot be rotated` : ""}. Nothing was rotated: leave out what is named, or refresh the list.`,
  );
}
