import { afterAll, beforeAll, expect, test } from "vitest";
import { apiOperations } from "@/api/testing/api-operations";
import { createCall } from "@/api/testing/call-api";
import { type OpenApi, openApi, patientBounds } from "@/api/testing/open-api";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken } from "@/services/testing/tokens";

let world: OpenWorld;
let proxy: Awaited<ReturnType<typeof openTcpProxy>>;
let api: OpenApi;
beforeAll(async () => {
  world = await openWorld();
  proxy = await openTcpProxy(world.url);
  api = await openApi(world, { databaseUrl: proxy.url, bounds: { ...patientBounds, awayMs: 50 } });
});
afterAll(async () => {
  await api.close();
  await proxy.close();
  await world.close();
});

test("with the database away every operation answers 503, never 401, and does its work once it is back", async () => {
  const { call } = await createCall(api);
  const account = (await makeToken(world.acme, { type: "account" })).secret;
  const organization = (await makeToken(world.acme, { type: "organization" })).secret;
  const place = { tenant: world.acme, organizationId: world.acme.organizationId };
  const prepared = [];
  for (const [id, operation] of Object.entries(apiOperations)) {
    const token = operation.needs === "organization" ? organization : account;
    prepared.push({ id, operation, token, request: await operation.prepare(world, place) });
  }
  await proxy.cut();
  for (const { id, token, request } of prepared) {
    const { method, path, body } = request;
    const answer = await call(method, path, { token, ...(body === undefined ? {} : { body }) });
    expect([id, answer.status, answer.code]).toEqual([id, 503, "database_unavailable"]);
    expect(answer.headers.get("retry-after"), id).toMatch(/^\d+$/);
  }
  await proxy.mend();
  await expect
    .poll(async () => (await call("GET", "/api/v1.0/account", { token: account })).status)
    .toBe(200);
});

test("with the database lost between the door and the action, the answer is 503 and nothing is done", async () => {
  const { call } = await createCall(api);
  const token = (await makeToken(world.acme, { type: "account" })).secret;
  await expect.poll(async () => (await call("GET", "/api/v1.0/account", { token })).status).toBe(200);
  // Held until the door was passed and the creation waits for the audit trail.
  await world.run("BEGIN");
  await world.run(`LOCK TABLE "AuditEvent" IN EXCLUSIVE MODE`);
  const creation = call("POST", "/api/v1.0/account/orgs", { token, body: { name: "Depot lost" } });
  await world.someoneWaitsFor("AuditEvent");
  await proxy.cut();
  await world.run("ROLLBACK");
  expect(await creation).toMatchObject({ status: 503, code: "database_unavailable" });
  expect(await world.db.organization.count({ where: { name: "Depot lost" } })).toBe(0);
  await proxy.mend();
});
