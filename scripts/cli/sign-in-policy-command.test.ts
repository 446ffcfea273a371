import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { run, runJson } from "@/scripts/cli/testing/run-cli";
import { openWorld } from "@/services/testing/open-world";
import { codeOf } from "@/services/testing/tokens";
import { createTenant } from "@/services/testing/world";
import { listUsers } from "@/services/users/list";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
  vi.stubEnv("DATABASE_URL", world.url);
  vi.stubEnv("KEYDESK_MASTER_KEY", Buffer.alloc(32, 7).toString("base64"));
  vi.stubEnv("KEYDESK_DATA_DIR", "/nonexistent");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.close();
});

const eventsOf = async (accountId: string) =>
  (await world.db.auditEvent.findMany({ where: { accountId }, orderBy: { id: "asc" } })).map(
    ({ action, actorKind, details }) => [action, actorKind, (details as { rule?: string }).rule],
  );

test("account set requires a second step of one account's people and lets them in again, with an event each as cli", async () => {
  const tenant = await createTenant(world.db, world.clock, "Nimbus SA");
  const neighbour = await createTenant(world.db, world.clock, "Altus AS");
  const set = ["account", "set", tenant.accountId, "--require-second-step"];
  const seen = async () =>
    Promise.all([tenant, neighbour].map(async ({ auditor }) => codeOf(await listUsers(auditor.context, {}))));
  expect(await runJson(...set, "on")).toMatchObject({
    code: 0,
    body: { id: tenant.accountId, name: "Nimbus SA", plan: "platform", requireSecondStep: true },
  });
  expect(await seen()).toEqual(["second_factor_needed", "done"]);
  expect((await run(...set, "off")).out).toMatch(/^Nimbus SA: plan platform, .*; second step optional\.\n$/);
  expect(await seen()).toEqual(["done", "done"]);
  expect((await run(...set, "off")).code).toBe(0);
  expect(await eventsOf(tenant.accountId)).toEqual([
    ["sign_in_policy.change", "cli", "required"],
    ["sign_in_policy.change", "cli", "optional"],
  ]);
  expect(await eventsOf(neighbour.accountId)).toEqual([]);
});

test("with limits beside it all is changed or nothing", async () => {
  const { accountId } = await createTenant(world.db, world.clock, "Cumulus Oy");
  const set = ["account", "set", accountId, "--licensed-assets"];
  const before = await world.dump();
  for (const [assets, step, field] of [
    ["5", "maybe", "requireSecondStep"],
    ["many", "on", "licensedAssets"],
  ] as const)
    expect(await runJson(...set, assets, "--require-second-step", step)).toMatchObject({
      code: 1,
      body: { error: { code: "invalid_input", fields: { [field]: expect.any(String) } } },
    });
  expect(await world.dump()).toBe(before);
  expect(await eventsOf(accountId)).toEqual([]);
  expect(await runJson(...set, "5", "--require-second-step", "on")).toMatchObject({
    code: 0,
    body: { licensedAssets: 5, requireSecondStep: true },
  });
});
