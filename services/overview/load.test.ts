import { afterAll, beforeAll, expect, test } from "vitest";
import { overviewDays } from "@/domain/overview/overview";
import { tokenCountQueries } from "@/domain/tokens/token-counts";
import { closeConnection, openConnection } from "@/prisma/connection";
import { loadOverview } from "@/services/overview/load";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { listTokens } from "@/services/tokens/list";
import { openBook } from "@/services/usage/book";
import { writeBook } from "@/services/usage/write-book";

let world: OpenWorld;
const hourMs = 3_600_000;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("administrators and auditors see it, members do not", async () => {
  const { acme } = world;
  expect(codeOf(await loadOverview(acme.administrator.context))).toBe("done");
  expect(codeOf(await loadOverview(acme.auditor.context))).toBe("done");
  expect(codeOf(await loadOverview(acme.member.context))).toBe("forbidden");
  expect(codeOf(await loadOverview(world.stranger))).toBe("unauthenticated");
});

test("every figure counts exactly the rows that its link lists, of its own account", async () => {
  const { acme, other } = world;
  const context = acme.administrator.context;
  const soon = new Date(world.clock.now.getTime() + 5 * 24 * hourMs);
  await makeToken(acme, { name: "Soon", expiresAt: soon });
  await makeToken(acme, { type: "organization", name: "For ever" });
  for (const state of ["disabled", "expired", "deleted"] as const) {
    await makeTokenInState(world, acme, state, { name: state });
  }
  await makeToken(other, { name: "Foreign" });
  const overview = unwrap(await loadOverview(context));
  for (const [name, query] of Object.entries(tokenCountQueries)) {
    const listed = unwrap(await listTokens(context, query));
    expect(overview.counts[name as keyof typeof tokenCountQueries], name).toEqual({
      count: listed.total,
      exact: listed.totalIsExact,
    });
  }
  for (const { type, count } of overview.activeByType) {
    expect(count.count, type).toBe(
      unwrap(await listTokens(context, { status: ["active"], type: [type] })).total,
    );
  }
  expect(overview.activeByType.map(({ type }) => type)).toEqual(["impersonation", "organization"]);
  expect(overview.expiring.map((token) => token.name)).toEqual(["Soon"]);
});

test("requests and refusals are summed by UTC day as the usage flush wrote them, days without calls included", async () => {
  const { acme, other, clock } = world;
  const book = openBook();
  const count = (accountId: string, at: Date, verdict: string, calls: number) =>
    book.accountHours.set(accountId, [
      ...(book.accountHours.get(accountId) ?? []),
      { at: at.getTime(), verdict, count: calls },
    ]);
  const hour = new Date(Math.floor(clock.now.getTime() / hourMs) * hourMs);
  const yesterday = new Date(hour.getTime() - 24 * hourMs);
  count(acme.accountId, hour, "valid", 3);
  count(acme.accountId, new Date(hour.getTime() - hourMs), "valid", 4);
  count(acme.accountId, yesterday, "forbidden", 2);
  count(other.accountId, hour, "valid", 100);
  const connection = await openConnection(world.url, {
    applicationName: "test",
    connectMsMax: 30_000,
    statementMsMax: 30_000,
    settings: {},
  });
  await writeBook(connection, book);
  await writeBook(connection, book);
  closeConnection(connection);
  const { usage } = unwrap(await loadOverview(acme.administrator.context));
  expect(usage).toHaveLength(overviewDays);
  expect(usage.at(-1)?.verdicts).toEqual({ valid: 14 });
  expect(usage.at(-2)?.verdicts).toEqual({ forbidden: 4 });
  expect(usage.at(-3)?.verdicts).toEqual({});
  expect(usage[0]?.day.toISOString()).toMatch(/T00:00:00.000Z$/);
});

test("the newest events leave sign-ins out and hold nothing of another account", async () => {
  const { acme } = world;
  const made = await makeToken(acme, { name: "Newest" });
  const { events } = unwrap(await loadOverview(acme.auditor.context));
  expect(events[0]?.targetId).toBe(made.id);
  expect(events.every((event) => !event.action.startsWith("session."))).toBe(true);
  expect(events.some((event) => event.targetName === "Foreign")).toBe(false);
});

test("an alarm of the account's audit log is told to its own account alone", async () => {
  const { acme, other } = world;
  expect(unwrap(await loadOverview(acme.auditor.context)).logAlarm).toBeNull();
  await world.run(
    `INSERT INTO "AuditTree" ("logId", "size", "nodes", "alarm", "alarmSince") VALUES ($1, 0, '{}', 'rewritten', now())`,
    [acme.accountId],
  );
  expect(unwrap(await loadOverview(acme.auditor.context)).logAlarm).toBe("rewritten");
  expect(unwrap(await loadOverview(other.auditor.context)).logAlarm).toBeNull();
});
