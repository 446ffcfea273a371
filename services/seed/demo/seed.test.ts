import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditActionNames } from "@/domain/audit/catalogue";
import { tokenStatus } from "@/domain/tokens/status";
import { tokenTypeNames } from "@/domain/tokens/types";
import { createDatabase, type Database } from "@/prisma/client-factory";
import { createTestDatabase, type TestDatabase } from "@/prisma/testing";
import { parseConfig } from "@/services/config";
import { createKeyring } from "@/services/keys/keyring";
import { verifyPassword } from "@/services/passwords/password-hash";
import { makeAccountRows } from "@/services/seed/demo/account-rows";
import { cartograph } from "@/services/seed/demo/accounts/cartograph";
import { type CastKey, cast } from "@/services/seed/demo/cast";
import { type DemoSummary, seedDemo } from "@/services/seed/demo/seed";
import { patience } from "@/services/testing/patience";

const now = new Date("2026-05-20T10:20:00Z");
let database: TestDatabase;
let db: Database;
let summary: DemoSummary;
let again: DemoSummary;
let cpuSeconds: number;
const keys = createKeyring(randomBytes(32));

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(database.url, 2, undefined, patience);
  const base = {
    db,
    keys,
    config: parseConfig({ DATABASE_URL: database.url }),
    now: () => now,
  };
  const before = process.cpuUsage();
  summary = await seedDemo(base);
  const spent = process.cpuUsage(before);
  // Its own time, not the wall's: other tests run beside it.
  cpuSeconds = (spent.user + spent.system) / 1_000_000;
  again = await seedDemo(base);
});

afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

describe("the demo", () => {
  test("is made in seconds, once, and names its users and their password at each start", async () => {
    expect(cpuSeconds).toBeLessThan(15);
    expect(summary.created).toBe(true);
    expect(again).toEqual({ ...summary, created: false });
    expect(await db.account.count()).toBe(5);
    for (const person of summary.people) {
      const user = await db.user.findUniqueOrThrow({ where: { email: person.email } });
      expect(await verifyPassword(user.passwordHash, summary.password), person.email).toBe(true);
    }
  });

  test("has a token of every type and in every state that a grid must show", async () => {
    const tokens = await db.token.findMany({
      include: { activity: true, secrets: true, createdBy: { include: { memberships: true } } },
    });
    expect(new Set(tokens.map((token) => token.type))).toEqual(new Set(tokenTypeNames));
    const statuses = new Set(tokens.map((token) => tokenStatus(token, now)));
    expect(statuses).toEqual(new Set(["active", "disabled", "expired", "deleted"]));
    const live = tokens.filter((token) => token.deletedAt === null);
    const days = (at: Date | null | undefined) =>
      at ? (now.getTime() - at.getTime()) / 86_400_000 : Number.NaN;
    expect(live.some((token) => token.activity?.lastUsedAt === null)).toBe(true);
    expect(live.some((token) => days(token.activity?.lastUsedAt) > 90)).toBe(true);
    expect(live.some((token) => days(token.expiresAt) < 0 && days(token.expiresAt) > -14)).toBe(true);
    expect(live.some((token) => token.secrets.some((s) => s.retiresAt !== null && s.retiresAt > now))).toBe(
      true,
    );
    expect(live.some((token) => token.createdBy?.memberships.some((m) => m.disabledAt !== null))).toBe(true);
  });

  test("has usage that agrees: calls by secret, by day and in all are the same calls", async () => {
    const [totals] = await db.$queryRaw<{ tokens: bigint; callers: bigint; days: bigint }[]>`
      SELECT (SELECT sum("total") FROM "TokenActivity" a JOIN "Token" t ON t."id" = a."tokenId" WHERE t."type" <> 'gateway') AS "tokens",
        (SELECT sum("total") FROM "TokenCaller") AS "callers", (SELECT sum("count") FROM "AccountUsageDay") AS "days"`;
    expect(Number(totals!.tokens)).toBeGreaterThan(1_000_000);
    expect(totals!.callers).toEqual(totals!.tokens);
    expect(totals!.days).toEqual(totals!.tokens);
    const early = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM "TokenActivity" a JOIN "Token" t ON t."id" = a."tokenId"
      WHERE a."firstUsedAt" < t."createdAt" OR a."lastUsedAt" > ${now} OR a."lastUsedAt" < a."firstUsedAt"`;
    expect(early).toEqual([]);
    const oldest = await db.accountUsageDay.findFirstOrThrow({ orderBy: { day: "asc" } });
    expect((now.getTime() - oldest.day.getTime()) / 86_400_000).toBeGreaterThan(350);
  });

  test("keeps within the limits of its accounts", async () => {
    const over = await db.$queryRaw<unknown[]>`
      SELECT a."name", d."day" FROM "AccountUsageDay" d JOIN "Account" a ON a."id" = d."accountId" WHERE d."count" >= a."licensedAssets"
      UNION ALL
      SELECT a."name", h."hour" FROM "Account" a JOIN "AccountUsageHour" h ON h."accountId" = a."id" AND h."verdict" = 'valid'
      WHERE h."count" > 60 * a."requestsPerMinute"`;
    expect(over).toEqual([]);
  });

  test("has an audit trail that tells of each token in order, with actions of the catalogue only", async () => {
    const events = await db.auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(events.filter((event) => !(auditActionNames as readonly string[]).includes(event.action))).toEqual(
      [],
    );
    expect(events.filter((event) => event.at > now)).toEqual([]);
    const tokens = await db.token.findMany({
      where: { type: { not: "gateway" } },
      include: { secrets: true },
    });
    for (const token of tokens) {
      const own = events.filter((event) => event.targetId === token.id).map((event) => event.action);
      expect(own[0], token.name).toBe(token.apiClientId ? "token.issue" : "token.create");
      expect(own.filter((action) => action === "token.rotate").length, token.name).toBe(
        token.secrets.length - 1,
      );
      if (token.deletedAt) expect(own.at(-1), token.name).toBe("token.delete");
      if (token.disabledAt) expect(own.at(-1), token.name).toBe("token.disable");
    }
    for (const account of await db.account.findMany()) {
      const own = events.filter((event) => event.accountId === account.id);
      expect(own.map((event) => event.at.getTime())).toEqual(
        own.map((event) => event.at.getTime()).toSorted((a, b) => a - b),
      );
      expect(own[0]!.action).toBe("account.create");
    }
  });

  test("says of its people when they were last seen, and its trail says the same", async () => {
    const members = await db.membership.findMany({ where: { user: { kind: "person" } } });
    expect(members.length).toBeGreaterThan(10);
    for (const { userId, accountId } of members) {
      const signIns = { actorId: userId, accountId, action: "session.sign_in" };
      const signIn = await db.auditEvent.findFirst({ where: signIns, orderBy: { at: "desc" } });
      const sessions = await db.session.findMany({ where: { userId, accountId } });
      expect(sessions.map(({ createdAt }) => createdAt)).toEqual(signIn ? [signIn.at] : []);
      for (const { createdAt, lastSeenAt } of sessions) {
        expect(lastSeenAt >= createdAt).toBe(true);
        expect(lastSeenAt <= now).toBe(true);
      }
    }
  });

  test("has reviews that run, late too, and one signed, whose numbers and events are those of their tokens", async () => {
    const reviews = await db.review.findMany({
      include: { reviewers: { include: { assignedItems: true } } },
      orderBy: { createdAt: "asc" },
    });
    expect(reviews.map((review) => [review.signedAt !== null, review.dueAt > now])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
    for (const review of reviews) {
      const items = review.reviewers.flatMap(({ assignedItems }) => assignedItems);
      const decided = items.filter(({ decision }) => decision !== "open");
      expect(review.revision, review.name).toBe(decided.length);
      for (const { assignedItems, ...reviewer } of review.reviewers)
        expect([reviewer.items, reviewer.decided]).toEqual([
          assignedItems.length,
          assignedItems.filter(({ decision }) => decision !== "open").length,
        ]);
      const events = await db.auditEvent.findMany({
        where: { details: { path: ["reviewId"], equals: review.id } },
      });
      expect(events.map(({ targetId }) => targetId).sort()).toEqual(
        decided.map(({ tokenId }) => tokenId).sort(),
      );
      const tokens = await db.token.findMany({ where: { id: { in: items.map(({ tokenId }) => tokenId) } } });
      for (const item of items) {
        const token = tokens.find(({ id }) => id === item.tokenId)!;
        if (item.decision === "keep") expect(token.deletedAt, item.name).toBeNull();
        if (item.carriedOutAt !== null)
          expect([token.disabledAt, token.deletedAt]).toContainEqual(item.carriedOutAt);
        expect(item.decidedAt === null || item.decidedAt > review.createdAt, item.name).toBe(true);
      }
      const isOpen = items.some(({ decision }) => decision === "open");
      expect(isOpen).toBe(review.signedAt === null);
      expect(review.reviewers.some(({ remindedAt }) => remindedAt !== null)).toBe(isOpen);
    }
    // One token was carried out in each of the two ways, one waits for it, and one was changed after it was decided.
    const all = reviews.flatMap(({ reviewers }) => reviewers.flatMap(({ assignedItems }) => assignedItems));
    const ways = all.filter(({ carriedOutAt }) => carriedOutAt !== null).map(({ decision }) => decision);
    expect(new Set(ways)).toEqual(new Set(["disable", "revoke"]));
    expect(all.some(({ decision, carriedOutAt }) => decision === "disable" && carriedOutAt === null)).toBe(
      true,
    );
    const kept = all.filter(({ decision, changes }) => decision === "keep" && changes.length === 0);
    const secrets = await db.tokenSecret.findMany({ where: { retiresAt: null, destroyedAt: null } });
    const current = new Map(secrets.map(({ tokenId, id }) => [tokenId, id]));
    const running = new Set(reviews.filter(({ signedAt }) => signedAt === null).map(({ id }) => id));
    expect(
      kept.some((item) => running.has(item.reviewId) && current.get(item.tokenId) !== item.secretId),
    ).toBe(true);
  });

  test("has API clients in use, disabled and never used, with tokens that ended and one that works", async () => {
    const clients = await db.apiClient.findMany({ include: { tokens: true } });
    const works = (token: { expiresAt: Date | null }) => token.expiresAt !== null && token.expiresAt > now;
    expect(clients.some((client) => client.disabledAt !== null)).toBe(true);
    expect(clients.some((client) => client.lastUsedAt === null)).toBe(true);
    const used = clients.filter((client) => client.tokens.length > 0);
    expect(used.length).toBeGreaterThan(1);
    for (const { tokens, lastUsedAt } of used) {
      expect(tokens.filter(works)).toHaveLength(1);
      expect(Math.max(...tokens.map((token) => token.createdAt.getTime()))).toBe(lastUsedAt?.getTime());
    }
  });

  test("keeps every live API key so that it can be shown, and each program's first as its default", async () => {
    const tokens = await db.token.findMany({
      where: { type: "api_key", deletedAt: null },
      include: { secrets: { where: { destroyedAt: null }, include: { ciphertext: true } } },
    });
    expect(tokens.length).toBeGreaterThan(10);
    for (const { accountId, id: tokenId, secrets, last4 } of tokens) {
      const current = secrets.find((secret) => secret.retiresAt === null)!;
      const place = { accountId, tokenId, secretId: current.id };
      expect(keys.envelope.open(current.ciphertext!, place)?.slice(-4)).toBe(last4);
    }
    const programs = await db.organization.findMany({
      where: { tokens: { some: { type: "api_key", deletedAt: null } } },
      include: { defaultKey: true },
    });
    expect(programs.map((program) => program.defaultKey?.name)).toEqual(programs.map(() => "Default key"));
  });

  test("is the same at each place but for its secrets, which nobody can know", () => {
    const config = parseConfig({ DATABASE_URL: database.url });
    const ids = new Map((Object.keys(cast) as CastKey[]).map((who) => [who, uuidv7()]));
    const [here, there] = [1, 2].map(() => makeAccountRows(cartograph, ids, { keys, config }, now));
    expect(there!.hours).toEqual(here!.hours);
    expect(there!.tokens.map((token) => token.id)).toEqual(here!.tokens.map((token) => token.id));
    const digests = [...here!.secrets, ...there!.secrets].map((secret) =>
      Buffer.from(secret.digest).toString("hex"),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });
});
