import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { type OpenGateway, openGateway } from "@/api/testing/open-gateway";
import { permissionLengthMax, permissionsMax } from "@/domain/access/permissions";
import type { BundleKind } from "@/domain/gateways/kinds";
import { ownHeaders } from "@/domain/verification/identity-headers";
import { openWorld } from "@/services/testing/open-world";
import { sendLines } from "@/services/testing/raw-request";
import { makeToken } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const edit = (file: string, from: string, to: string) => (folder: string) => {
  const text = readFileSync(path.join(folder, file), "utf8");
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path.join(folder, file), text.replace(from, to));
};

// As the README of each kind says how to ask for more.
const asking = (kind: BundleKind, rule: string) =>
  kind === "nginx"
    ? edit(
        "nginx.conf",
        "include keydesk/protect.conf;",
        `set $keydesk_ask "${rule}";\n      include keydesk/protect.conf;`,
      )
    : edit("Caddyfile", "\t\timport keydesk\n", `\t\tvars keydesk_ask "${rule}"\n\t\timport keydesk\n`);

const impersonation = (secret: string) => ({ headers: { authorization: `Impersonation ${secret}` } });

describe.each(["nginx", "caddy"] as const)("%s", (kind) => {
  let gateway: OpenGateway;
  beforeAll(async () => {
    gateway = await openGateway(world, api, kind);
  });
  afterAll(() => gateway.close());

  test("no header that a client sends under Keydesk's names reaches the API, however it is spelt, nor any answer's", async () => {
    const { id, secret } = await makeToken(world.acme);
    const spellings = (name: string) => [
      name,
      name.toLowerCase(),
      name.toUpperCase(),
      name.replaceAll("-", "_"),
      name.replace("-", "_"),
      name.replace(/-(?=[^-]*$)/, "_"),
    ];
    const forged = ownHeaders
      .flatMap(spellings)
      .flatMap((name) => [`${name}: forged-1`, `${name}: forged-2`]);
    const answer = await sendLines(gateway.url, "GET", "/forged", [
      `Authorization: Impersonation ${secret}`,
      ...forged,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    const seen = gateway.upstream.seen.find(({ url }) => url === "/forged");
    const ours = seen?.headers.filter(([name]) => /^x[-_]keydesk/i.test(name)) ?? [];
    expect(JSON.stringify(seen)).not.toContain("forged-");
    expect(ours.filter(([name]) => name.toLowerCase() === "x-keydesk-token")).toEqual([
      [expect.anything(), id],
    ]);
    expect(answer.slice(0, answer.indexOf("\r\n\r\n"))).not.toMatch(/x-keydesk/i);
  });

  test.each(["", "keep-alive, ", "Upgrade, "])(
    "a client cannot have the gateway take what Keydesk says for its own hop's (Connection: %s…)",
    async (before) => {
      const { id, secret } = await makeToken(world.acme, { type: "organization" });
      const path = `/hop/${before.length}`;
      const answer = await sendLines(gateway.url, "GET", path, [
        `Authorization: Bearer ${secret}`,
        `Connection: ${before}${ownHeaders.join(", ")}`,
      ]);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      const seen = gateway.upstream.seen.find(({ url }) => url === path);
      const handed = new Map(seen?.headers.map(([name, value]) => [name.toLowerCase(), value]));
      expect(handed.get("x-keydesk-token")).toBe(id);
      expect(handed.get("x-keydesk-account")).toBe(world.acme.accountId);
      expect(handed.get("x-keydesk-organization")).toBe(world.acme.organizationId);
    },
  );

  test("a client cannot change what Keydesk is asked: neither rule, nor gateway, nor address", async () => {
    const { id, secret } = await makeToken(world.acme);
    await world.db.token.update({ where: { id }, data: { ipAllowList: ["203.0.113.7/32"] } });
    const claims = ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Keydesk-Client-Address", "Client-Ip"];
    const answer = await sendLines(gateway.url, "GET", "/claimed?permission=&organization=", [
      `Authorization: Impersonation ${secret}`,
      ...claims.map((name) => `${name}: 203.0.113.7`),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    await world.db.token.update({ where: { id }, data: { ipAllowList: ["127.0.0.1/32"] } });
    expect((await gateway.ask("/", impersonation(secret))).response.status).toBe(200);
    await api.usage.flush();
    const activity = await world.db.tokenActivity.findUniqueOrThrow({ where: { tokenId: id } });
    expect(activity).toMatchObject({ lastIp: "127.0.0.1", lastAgent: "node" });
  });

  test("a rule asks for more: 403 with the challenge for one who may not, 200 for one who may; _oid is the client's", async () => {
    const strict = await openGateway(world, api, kind, {
      change: asking(kind, "permission=reports:read&organization=_oid"),
    });
    try {
      const { secret } = await makeToken(world.acme, { type: "account" });
      const bearer = { headers: { authorization: `Bearer ${secret}` } };
      const own = world.acme.organizationId;
      const { seen } = await strict.ask(`/?_oid=${own}&permission=x`, bearer);
      expect(seen?.headers.find(([name]) => name.toLowerCase() === "x-keydesk-organization")?.[1]).toBe(own);
      expect((await strict.ask("/", bearer)).response.status).toBe(400);
      expect((await strict.ask(`/?_oid=${world.other.organizationId}`, bearer)).response.status).toBe(403);

      const weak = await makeToken(world.acme);
      const { membership } = world.db;
      const of = { userId_accountId: { userId: world.acme.templateUserId, accountId: world.acme.accountId } };
      await membership.update({ where: of, data: { permissions: ["billing:read"] } });
      const refused = await strict.ask(`/?_oid=${own}`, impersonation(weak.secret));
      await membership.update({ where: of, data: { permissions: ["reports:read"] } });
      expect([refused.response.status, refused.seen]).toEqual([403, null]);
      const challenge = refused.response.headers.get("www-authenticate") ?? "";
      expect(challenge).toContain('error="insufficient_scope"');
      expect(challenge.match(/Bearer realm/g)).toHaveLength(1);
      expect(JSON.parse(refused.body)).toMatchObject({ code: "insufficient_scope" });
      expect((await strict.ask(`/?_oid=${own}`, impersonation(weak.secret))).response.status).toBe(200);
    } finally {
      await strict.close();
    }
  });

  test("as many permissions as a user can have reach the API", async () => {
    const { secret } = await makeToken(world.other);
    const permissions = Array.from({ length: permissionsMax }, (_, i) =>
      `p${i}:`.padEnd(permissionLengthMax, "x"),
    );
    const { templateUserId: userId, accountId } = world.other;
    await world.db.membership.update({
      where: { userId_accountId: { userId, accountId } },
      data: { permissions },
    });
    const { response, seen } = await gateway.ask("/", impersonation(secret));
    expect(response.status, gateway.output()).toBe(200);
    const handed = seen?.headers.find(([name]) => name.toLowerCase() === "x-keydesk-permissions")?.[1];
    expect(handed?.split(" ").sort()).toEqual(permissions.sort());
  });

  test("a hundred requests take a few connections to Keydesk, not a hundred", async () => {
    const { secret } = await makeToken(world.acme);
    const before = gateway.wire.taken();
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 5 }, () => gateway.ask("/", impersonation(secret))));
    }
    expect(gateway.wire.taken() - before).toBeLessThanOrEqual(10);
  });
});

test("nginx: a cache of answers in front of everything neither outlasts a token nor asks Keydesk less often", async () => {
  const gateway = await openGateway(world, api, "nginx", {
    change: edit(
      "nginx.conf",
      "include keydesk/http.conf;",
      "include keydesk/http.conf;\n  proxy_cache_path run/cache keys_zone=all:1m;\n  proxy_cache all;\n  proxy_cache_valid any 1h;",
    ),
  });
  try {
    const { id, name, secret } = await makeToken(world.acme);
    const one = await gateway.ask("/cached", impersonation(secret));
    expect(one.response.status, gateway.output()).toBe(200);
    const again = await gateway.ask("/cached", impersonation(secret));
    // The API's answer came from the cache, so the cache works.
    expect([again.response.status, again.seen]).toEqual([200, null]);
    await deleteToken(world.acme.administrator.context, { tokenId: id, confirmation: name });
    expect((await gateway.ask("/cached", impersonation(secret))).response.status).toBe(401);
    expect((await gateway.ask("/cached")).response.status).toBe(401);
  } finally {
    await gateway.close();
  }
});
