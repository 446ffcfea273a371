import { expect, test } from "vitest";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, noteUse, unwrap } from "@/services/testing/tokens";
import { createToken } from "@/services/tokens/create";
import { loadCreationOptions } from "@/services/tokens/creation-options";
import { loadTokenDetails } from "@/services/tokens/details";
import { findFirstCall } from "@/services/tokens/first-call";
import { rotateToken } from "@/services/tokens/rotate";

const desk = openTenantPerTest();
const { admin, inSeconds } = desk;

test("the details tell secrets over time, callers, use and events, and nothing of another account", async () => {
  const token = await makeToken(desk.tenant, { name: "Nightly sync", expiresAt: inSeconds(9_000_000) });
  await noteUse(desk.world, token.id, inSeconds(-120), "10.0.4.9");
  unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
  expect(unwrap(await findFirstCall(admin(), { tokenId: token.id }))).toBeNull();
  await noteUse(desk.world, token.id, inSeconds(-30), "10.0.0.4");
  expect(unwrap(await findFirstCall(admin(), { tokenId: token.id }))).toEqual({
    at: inSeconds(-30),
    ip: "10.0.0.4",
  });
  const hour = new Date("2026-06-15T10:00:00Z");
  await desk.world.db.usageHour.createMany({
    data: [
      { tokenId: token.id, accountId: desk.tenant.accountId, hour, verdict: "valid", count: 214 },
      { tokenId: token.id, accountId: desk.tenant.accountId, hour, verdict: "forbidden", count: 3 },
      {
        tokenId: token.id,
        accountId: desk.tenant.accountId,
        hour: new Date("2026-06-14T23:00:00Z"),
        verdict: "valid",
        count: 5,
      },
      {
        tokenId: token.id,
        accountId: desk.tenant.accountId,
        hour: new Date("2026-05-01T00:00:00Z"),
        verdict: "valid",
        count: 7,
      },
    ],
  });
  const details = unwrap(await loadTokenDetails(desk.tenant.auditor.context, { tokenId: token.id }));
  expect(details).toMatchObject({
    name: "Nightly sync",
    permissions: ["reports:read"],
    totalCalls: 2,
    deleteNeedsName: true,
    graceUntil: inSeconds(3600),
    useLastHour: { count: 214, addresses: 2 },
  });
  expect(
    details.secrets.map(({ state, calls, addresses, lastIp }) => ({ state, calls, addresses, lastIp })),
  ).toEqual([
    { state: "current", calls: 1, addresses: 1, lastIp: "10.0.0.4" },
    { state: "retiring", calls: 1, addresses: 1, lastIp: "10.0.4.9" },
  ]);
  expect(details.callers.map(({ ip, oldSecret }) => [ip, oldSecret])).toEqual([
    ["10.0.0.4", false],
    ["10.0.4.9", true],
  ]);
  expect(details.useHours).toEqual([
    { from: new Date("2026-06-14T23:00:00Z"), verdicts: { valid: 5 } },
    { from: hour, verdicts: { valid: 214, forbidden: 3 } },
  ]);
  expect(details.useDays).toEqual([
    { from: new Date("2026-06-14T00:00:00Z"), verdicts: { valid: 5 } },
    { from: new Date("2026-06-15T00:00:00Z"), verdicts: { valid: 214, forbidden: 3 } },
  ]);
  expect(details.events.map((event) => event.action)).toEqual(["token.rotate", "token.create"]);
});

test("the form offers what plan, role and tenant allow, with the reason for what not", async () => {
  const all = unwrap(await loadCreationOptions(admin()));
  expect(all.types.every((each) => each.allowed)).toBe(true);
  expect(all.types.map((each) => each.type)).not.toContain("gateway");
  expect(all.templateUsers).toEqual([
    { id: desk.tenant.templateUserId, name: desk.tenant.templateUserName, permissions: ["reports:read"] },
  ]);
  expect(all.organizations).toEqual([{ id: desk.tenant.organizationId, name: desk.tenant.organizationName }]);
  expect(all.baseUrl).toBe("http://localhost:3001");
  await desk.world.db.account.update({ where: { id: desk.tenant.accountId }, data: { plan: "community" } });
  const less = unwrap(await loadCreationOptions(admin()));
  expect(less.types.filter((each) => !each.allowed)).toEqual([
    { type: "organization", allowed: false, reason: "Needs the Professional or Platform plan." },
    { type: "account", allowed: false, reason: "Needs the Platform plan." },
  ]);
  expect(codeOf(await createToken(admin(), { type: "account", name: "A" }))).toBe("plan_required");
});

test("a token that the account's plan no longer includes says which plan it needs", async () => {
  const { id: tokenId } = await makeToken(desk.tenant, { type: "account" });
  const needed = async () => unwrap(await loadTokenDetails(admin(), { tokenId })).planNeeded;
  expect(await needed()).toBeNull();
  const account = { where: { id: desk.tenant.accountId } };
  await desk.world.db.account.update({ ...account, data: { plan: "professional" } });
  expect(await needed()).toBe("platform");
});
