import { z } from "zod";
import { valueOr } from "@/domain/audit/point-in-time/fact";
import { userThen } from "@/domain/audit/point-in-time/user-then";
import type { TokenThenView } from "@/domain/audit/point-in-time/views";
import { done, type Result } from "@/domain/result";
import { typeRule } from "@/domain/tokens/types";
import { keysRevealableThen } from "@/services/audit/point-in-time/keys-revealable-then";
import { loadMemberRecords } from "@/services/audit/point-in-time/load-records";
import { loadTokensThen, momentOf, type Question } from "@/services/audit/point-in-time/load-then";
import { momentField, openQuestion, refuseFuture } from "@/services/audit/point-in-time/question";
import { readMemberHistories } from "@/services/audit/point-in-time/read-histories";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z.object({
  tokenId: z.uuid({ error: "Name the token by its id." }).toLowerCase(),
  at: momentField,
});

/**
 * Who could use a token at a moment: its state, rights and owner then, out of the audit log, each with the event that proves it.
 * Gateways' own tokens open nothing and are not asked about. Refuses: invalid_input, forbidden, not_found (foreign ones too).
 */
export async function findTokenThen(context: Context, given: unknown): Promise<Result<TokenThenView>> {
  const parsed = parseInput(input, given);
  if (!parsed.ok) return parsed;
  const { tokenId, at } = parsed.value;
  return read(context, "audit.view", async ({ accountId, now }) => {
    if (at > now) return refuseFuture();
    const question = await openQuestion(context.db, accountId, at);
    const [token] = await loadTokensThen(question, [tokenId]);
    if (token === undefined) return refuseWith("not_found", "There is no such token.");
    const type = valueOr(token.state.token.type, null);
    const existence = valueOr(token.state.token.existence, "live");
    const isRevealable =
      type !== null &&
      typeRule(type).revealable &&
      existence === "live" &&
      (await keysRevealableThen(question));
    return done({
      at,
      now,
      wholeSince: question.wholeSince,
      token,
      revealers: isRevealable ? await findAdministrators(question) : null,
    });
  });
}

async function findAdministrators(question: Question): Promise<TokenThenView["revealers"]> {
  const { db, accountId } = question;
  const [histories, records] = await Promise.all([
    readMemberHistories(db, accountId, null),
    loadMemberRecords(db, accountId, null),
  ]);
  const moment = momentOf(question, histories.cutBefore);
  const everybody = [...new Set([...histories.ids, ...records.keys()])].map((id) => {
    const events = histories.of(id);
    const record = records.get(id) ?? null;
    const name = record?.name ?? events.at(-1)?.targetName ?? id;
    return { id, name, state: userThen(events, moment, record) };
  });
  const mayBe = everybody.filter(
    ({ state }) =>
      valueOr(state.membership, "active") === "active" &&
      valueOr(state.role, "administrator") === "administrator",
  );
  const people = mayBe.filter(({ state }) => state.membership.known && state.role.known);
  return {
    people: people.map(({ id, name }) => ({ kind: "user", id, name })),
    unknown: mayBe.length - people.length,
  };
}
