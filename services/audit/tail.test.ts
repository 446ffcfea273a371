import { afterAll, beforeAll, expect, test } from "vitest";
import { tailAuditEvents, tailRowsMax } from "@/services/audit/tail";
import { sealAll } from "@/services/testing/audit-log";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Events of one writer, on a connection of its own. */
const write = (accountId: string, count: number) =>
  world.db.$executeRaw`
    INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome")
    SELECT uuidv7(), ${accountId}::uuid, ${world.clock.now}, 'cli', 'Zoë', 'session.sign_in', 'done'
    FROM generate_series(1, ${count}::int)`;

const tail = async (since: number, filter: Record<string, unknown> = {}) =>
  unwrap(await tailAuditEvents(world.acme.auditor.context, { since, ...filter }));

/** Follows the log as a page does, from `since` until there is nothing more. */
async function follow(since: number, filter: Record<string, unknown> = {}) {
  const seen: (number | null)[] = [];
  for (let at = since; ; ) {
    const answer = await tail(at, filter);
    seen.push(...answer.rows.map(({ seq }) => seq));
    at = answer.next;
    if (!answer.more) return { seen, at };
  }
}

test("following the log meets every sealed event once and in order, while writers race and the sealer goes on", async () => {
  let [at, seen] = [0, [] as (number | null)[]];
  for (let round = 0; round < 4; round++) {
    await Promise.all([
      write(world.acme.accountId, 90),
      write(world.acme.accountId, 70),
      write(world.other.accountId, 10),
      follow(at).then((part) => {
        seen = [...seen, ...part.seen];
        at = part.at;
      }),
    ]);
    await sealAll(world);
  }
  const rest = await follow(at);
  seen.push(...rest.seen);
  expect(seen).toEqual(Array.from({ length: 640 }, (_, i) => i + 1));
  expect((await tail(rest.at)).rows).toEqual([]);
  // More than one answer holds come in several.
  expect(await tail(0)).toMatchObject({ next: tailRowsMax, more: true, sealed: { seq: 640 } });
});

test("a filter leaves out the rest without losing its place", async () => {
  const from = (await tail(0)).sealed.seq;
  const token = await makeToken(world.acme, { name: "Followed" });
  await write(world.acme.accountId, 30);
  await sealAll(world);
  const { seen, at } = await follow(from, { target: token.id });
  expect(seen).toEqual([from + 1]);
  expect(at).toBe(from + 31);
});

test("an event that is not sealed yet is not told, and a number of the future waits for its turn", async () => {
  const { sealed } = await tail(0);
  await makeToken(world.acme, { name: "Not sealed" });
  expect(await tail(sealed.seq)).toMatchObject({ rows: [], next: sealed.seq, more: false });
  expect((await tail(sealed.seq + 500)).next).toBe(sealed.seq + 500);
});

test("is for auditors and administrators of the account, while their session lasts, and keeps no session alive", async () => {
  const { acme, other } = world;
  expect(codeOf(await tailAuditEvents(acme.member.context, { since: 0 }))).toBe("forbidden");
  expect(codeOf(await tailAuditEvents(world.stranger, { since: 0 }))).toBe("unauthenticated");
  for (const since of ["", "-1", "x", 1.5, undefined]) {
    const code = codeOf(await tailAuditEvents(acme.auditor.context, { since }));
    expect(code, String(since)).toBe(since === "" ? "done" : "invalid_input");
  }
  const foreign = unwrap(await tailAuditEvents(other.auditor.context, { since: 0 }));
  expect(foreign.rows.every(({ actorName }) => actorName === "Zoë")).toBe(true);
  expect(foreign.sealed.seq).toBe(40);
  const session = { id: acme.auditor.sessionId };
  const { lastSeenAt } = await world.db.session.findUniqueOrThrow({ where: session });
  world.clock.advance(120);
  await tail(0);
  expect((await world.db.session.findUniqueOrThrow({ where: session })).lastSeenAt).toEqual(lastSeenAt);
  await world.db.session.update({ where: session, data: { endedAt: world.clock.now } });
  expect(codeOf(await tailAuditEvents(acme.auditor.context, { since: 0 }))).toBe("unauthenticated");
});
