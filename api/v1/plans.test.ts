import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Call, createCall } from "@/api/testing/call-api";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import type { Plan } from "@/domain/access/plans";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken } from "@/services/testing/tokens";
import { createToken } from "@/services/tokens/create";

let world: OpenWorld;
let api: OpenApi;
let call: Call;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ({ call } = await createCall(api));
});
afterAll(async () => {
  await api.close();
  await world.close();
});
beforeEach(() => setPlan("platform"));

const setPlan = (plan: Plan) =>
  world.db.account.update({ where: { id: world.acme.accountId }, data: { plan } });
const codeFor = async (token: string, path: string) => (await call("GET", path, { token })).code ?? "done";

test("RZ-06 organization tokens are used on Professional and Platform, and refused from the call after the plan was lowered", async () => {
  const { secret } = await makeToken(world.acme, { type: "organization" });
  for (const [plan, expected] of [
    ["platform", "done"],
    ["professional", "done"],
    ["community", "plan_required"],
    ["professional", "done"],
  ] as const) {
    await setPlan(plan);
    expect(await codeFor(secret, "/api/v1.0/org"), plan).toBe(expected);
  }
});

test("RZ-06 account tokens, and what API clients obtained, are used on Platform only", async () => {
  const account = await makeToken(world.acme, { type: "account" });
  const ofClient = await obtainToken(world, await makeApiClient(world.acme));
  for (const plan of ["professional", "community"] as const) {
    await setPlan("platform");
    for (const { secret } of [account, ofClient]) {
      expect(await codeFor(secret, "/api/v1.0/account"), plan).toBe("done");
    }
    await setPlan(plan);
    for (const { secret } of [account, ofClient]) {
      expect(await codeFor(secret, "/api/v1.0/account"), plan).toBe("plan_required");
      const oid = `/api/v1.0/org?_oid=${world.acme.organizationId}`;
      expect(await codeFor(secret, oid), plan).toBe("plan_required");
    }
  }
});

test("RZ-06 export, download, API key and personal tokens are used on every plan", async () => {
  const key = await makeToken(world.acme, { type: "api_key" });
  const personal = await makeToken(world.acme, { type: "personal", by: world.acme.administrator });
  await setPlan("community");
  expect(await codeFor(key.secret, "/api/v1.0/org")).toBe("done");
  expect(await codeFor(personal.secret, "/api/v1.0/account")).toBe("done");
});

test("RZ-06 a token of a type that the plan does not include is made neither in the desk nor over the API", async () => {
  const key = await makeToken(world.acme, { type: "api_key" });
  const account = await makeToken(world.acme, { type: "account" });
  const types = ["organization", "account"] as const;
  const inDesk = (type: (typeof types)[number]) =>
    createToken(world.acme.administrator.context, {
      type,
      name: "A",
      organizationId: world.acme.organizationId,
    });
  await setPlan("community");
  for (const type of types) expect(codeOf(await inDesk(type)), type).toBe("plan_required");
  await setPlan("professional");
  expect(codeOf(await inDesk("organization"))).toBe("done");
  expect(codeOf(await inDesk("account"))).toBe("plan_required");
  const body = { type: "organization", name: "A" };
  expect((await call("POST", "/api/v1.0/org/tokens", { token: key.secret, body })).code).toBe(
    "stronger_token",
  );
  expect((await call("POST", "/api/v1.0/account/tokens", { token: account.secret, body })).code).toBe(
    "plan_required",
  );
});
