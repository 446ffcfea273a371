import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEchoUpstream } from "@/api/testing/echo-upstream";
import { startGateway } from "@/api/testing/gateway-process";
import { openApi } from "@/api/testing/open-api";
import { gatewaysOfAccountMax } from "@/domain/gateways/bounds";
import { bundleKinds } from "@/domain/gateways/kinds";
import type { CreatedToken } from "@/domain/tokens/token-views";
import { deleteGateway } from "@/services/gateways/delete";
import { listGateways } from "@/services/gateways/list";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
/** Acme's download token: an organization has one at a time. */
let machines: CreatedToken;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  machines = await makeToken(world.acme, { type: "download", name: "Machines" });
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const path = "/api/v1.0/download/gateway";

async function call(secret: string, query = "?kind=nginx", method = "GET", address = path) {
  const response = await fetch(api.url + address + query, {
    method,
    headers: { authorization: `Bearer ${secret}` },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}
const codeOf = ({ bytes }: { bytes: Uint8Array }) => JSON.parse(new TextDecoder().decode(bytes)).code;
const fileNameOf = (headers: Headers) =>
  /filename="([^"]+)"/.exec(headers.get("content-disposition") ?? "")?.[1] ?? "";
const gateways = () => world.db.gateway.count();
const newest = () => world.db.gateway.findFirstOrThrow({ orderBy: { id: "desc" }, include: { token: true } });

describe("RZ-02 a download token", () => {
  test.each(["nginx", "caddy"] as const)(
    "RZ-02 downloads the %s bundle, which works as downloaded, for the organization that is encoded in the token",
    async (kind) => {
      const { id, name, secret } = machines;
      const { status, headers, bytes } = await call(secret, `?kind=${kind}`);
      const told = [status, headers.get("content-type"), headers.get("cache-control")];
      expect(told).toEqual([200, "application/gzip", "no-store"]);
      const made = await newest();
      expect(made).toMatchObject({
        kind,
        accountId: world.acme.accountId,
        forDeployment: false,
        downloadedWithId: id,
        createdByName: name,
        token: { type: "gateway", organizationId: world.acme.organizationId },
      });
      const event = await world.db.auditEvent.findFirstOrThrow({ where: { targetId: made.id } });
      expect(event).toMatchObject({ action: "gateway.download", actorKind: "token", actorId: id });

      const upstream = await openEchoUpstream();
      const gateway = await startGateway({ fileName: fileNameOf(headers), bytes }, upstream.port);
      const ask = async (authorization: string) =>
        (await fetch(gateway.url, { headers: { authorization } })).status;
      try {
        const own = await makeToken(world.acme, { type: "organization" });
        expect(await ask(`Bearer ${own.secret}`), gateway.output()).toBe(200);
        const { accountId, organizationId } = world.acme;
        const apart = await createOrganization(world.db, world.clock, accountId, `Apart ${kind}`);
        const other = await makeToken(world.acme, { type: "organization", organizationId: apart });
        expect(await ask(`Bearer ${other.secret}`)).toBe(401);
        const unbound = await makeToken(world.acme);
        expect(await ask(`Impersonation ${unbound.secret}`)).toBe(200);
        const named = upstream.seen.at(-1)?.headers.find(([n]) => /^x-keydesk-organization$/i.test(n));
        expect(named?.[1]).toBe(organizationId);
        expect(await ask(`Impersonation ${(await makeToken(world.other)).secret}`)).toBe(401);
      } finally {
        await gateway.stop();
        await upstream.close();
      }
    },
  );

  test("RZ-02 does nothing else: every other API refuses it", async () => {
    const { secret } = machines;
    for (const address of [
      "/api/v1.0/export/tokens.json",
      "/api/v1.0/org",
      "/api/v1.0/org/tokens",
      "/api/v1.0/account",
      "/api/v1.0/account/orgs",
    ]) {
      const { status } = await call(secret, "", "GET", address);
      expect([address, status]).toEqual([address, 403]);
    }
    expect((await call(secret, "", "POST", "/api/v1.0/org/tokens")).status).toBe(403);
    expect(await api.verdictOf(secret, { permission: "reports:read" })).toBe("forbidden");
  });

  test("of another type may not download, and neither may nobody", async () => {
    const before = await gateways();
    for (const type of ["impersonation", "personal", "api_key", "export"] as const) {
      const { secret } = await makeToken(world.acme, { type });
      const scheme = type === "impersonation" ? "Impersonation" : "Bearer";
      const authorization = `${scheme} ${secret}`;
      const { status } = await fetch(`${api.url}${path}?kind=nginx`, { headers: { authorization } });
      expect([type, status]).toEqual([type, 403]);
    }
    expect((await fetch(`${api.url}${path}?kind=nginx`)).status).toBe(401);
    expect(await gateways()).toBe(before);
  });
});

test("an account token downloads for the organization that it names, else for the account; another account's it cannot name", async () => {
  const { secret } = await makeToken(world.acme, { type: "account" });
  expect((await call(secret)).status).toBe(200);
  expect((await newest()).token.organizationId).toBeNull();
  expect((await call(secret, `?kind=nginx&_oid=${world.acme.organizationId}`)).status).toBe(200);
  expect((await newest()).token.organizationId).toBe(world.acme.organizationId);
  const before = await gateways();
  expect((await call(secret, `?kind=nginx&_oid=${world.other.organizationId}`)).status).toBe(403);
  expect(await gateways()).toBe(before);
});

describe("each download", () => {
  test("has a gateway, a token and a name of its own, and removing one leaves the others", async () => {
    const { secret } = await makeToken(world.acme, { type: "organization" });
    const files = new Set<string>();
    const tokens = new Set<string>();
    for (const kind of bundleKinds) {
      const { status, headers } = await call(secret, `?kind=${kind}&name=Rack%20${kind}`);
      expect([kind, status]).toEqual([kind, 200]);
      files.add(fileNameOf(headers));
      tokens.add((await newest()).tokenId);
    }
    expect([...files].sort()).toEqual(bundleKinds.map((kind) => `keydesk-rack-${kind}.tar.gz`).sort());
    expect(tokens.size).toBe(bundleKinds.length);
    const operator = world.acme.operator.context;
    const rows = unwrap(await listGateways(operator)).filter(({ name }) => name.startsWith("Rack"));
    expect(rows.map(({ organization }) => organization?.id)).toEqual(
      rows.map(() => world.acme.organizationId),
    );
    unwrap(await deleteGateway(operator, { gatewayId: rows[0]!.id }));
    const left = await world.db.token.count({ where: { id: { in: [...tokens] }, deletedAt: null } });
    expect(left).toBe(bundleKinds.length - 1);
  });

  test("that is asked badly makes nothing: unknown kind, none, twice, unknown parameter, bad name, HEAD", async () => {
    const { secret } = machines;
    const before = await gateways();
    for (const query of ["", "?kind=apache", "?kind=backend", "?kind=nginx&x=1", "?kind=nginx&name=%00"]) {
      const answer = await call(secret, query);
      expect([query, answer.status, codeOf(answer)]).toEqual([query, 422, "invalid_input"]);
    }
    expect((await call(secret, "?kind=nginx&kind=caddy")).status).toBe(400);
    expect((await call(secret, "?kind=nginx", "HEAD")).status).toBe(405);
    expect(await gateways()).toBe(before);
  });

  test("beyond the cap of the account's gateways is refused, also when many come at once", async () => {
    const { accountId } = world.other;
    const { secret } = await makeToken(world.other, { type: "download" });
    const live = () => world.db.gateway.count({ where: { accountId, deletedAt: null } });
    await world.run(
      `WITH t AS (
         INSERT INTO "Token" ("id","accountId","type","name","createdByName","createdAt","updatedAt","ipAllowList","prefix","last4")
         SELECT gen_random_uuid(), $1, 'gateway', 'Filler', 'test', now(), now(), '{}', 'GT', '0000' FROM generate_series(1, $2::int)
         RETURNING "id")
       INSERT INTO "Gateway" ("id","accountId","name","tokenId","createdAt","createdByName")
       SELECT gen_random_uuid(), $1, 'Filler', t."id", now(), 'test' FROM t`,
      [accountId, gatewaysOfAccountMax - 2 - (await live())],
    );
    const answers = await Promise.all(Array.from({ length: 6 }, () => call(secret)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409, 409, 409]);
    expect(codeOf(answers.find(({ status }) => status === 409)!)).toBe("cap_reached");
    expect(await live()).toBe(gatewaysOfAccountMax);
  });

  test("leaves its token nowhere else: not in the log, not in the trail, not in a table", async () => {
    const { secret } = machines;
    const { bytes } = await call(secret, "?kind=caddy");
    const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const [token = ""] = /GT_[0-9A-Za-z]{8}_[0-9A-Za-z]{36}/.exec(await new Response(unzipped).text()) ?? [];
    const end = token.slice(12);
    expect(end).toHaveLength(36);
    expect(await api.verdictOf(token)).toBe("forbidden");
    expect(api.log.join("\n")).not.toContain(end);
    expect(await world.dump()).not.toContain(end);
    expect(JSON.stringify(await world.db.auditEvent.findMany())).not.toContain(end);
  });
});
