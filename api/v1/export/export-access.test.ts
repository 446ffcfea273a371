import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportAddresses, type OpenExports, openExports } from "@/api/testing/exports";
import { tokenTypeNames } from "@/domain/tokens/types";
import { sealAll } from "@/services/testing/audit-log";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { rotateToken } from "@/services/tokens/rotate";

let on: OpenExports;
beforeAll(async () => {
  on = await openExports();
});
afterAll(() => on.close());

describe("RZ-01 an export token reads the exports of its organization, and nothing else", () => {
  test("RZ-01 the organization is in the token: it reads its own tokens, trail and usage, of no other organization and account", async () => {
    await sealAll(on.world);
    for (const [own, others] of [
      [on.first, [on.second, on.foreign]],
      [on.second, [on.first, on.foreign]],
      [on.foreign, [on.first, on.second]],
    ] as const) {
      for (const address of exportAddresses) {
        const { status, text } = await on.get(own.exportToken, address);
        expect([address, status]).toEqual([address, 200]);
        expect(text).toContain(own.tokenIds[0]);
        expect(text).not.toContain(own.exportToken.slice(-36, -6));
        for (const other of others) {
          for (const id of [...other.tokenIds, other.exportTokenId, other.organizationId])
            expect(text).not.toContain(id);
        }
      }
    }
  });

  test("RZ-01 it may be named beside the token; another one, of this account or a foreign one, is refused alike", async () => {
    expect((await on.get(on.first.exportToken, `tokens.json?_oid=${on.first.organizationId}`)).status).toBe(
      200,
    );
    for (const { organizationId } of [on.second, on.foreign]) {
      for (const address of exportAddresses) {
        expect(await on.problemOf(on.first.exportToken, `${address}?_oid=${organizationId}`)).toMatchObject({
          status: 403,
          code: "insufficient_scope",
        });
      }
    }
  });

  test("RZ-01 it opens no other address of the API", async () => {
    const document = (await (await fetch(`${on.api.url}/api/v1.0/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { security: unknown }>>;
    };
    const tried: string[] = [];
    for (const [path, methods] of Object.entries(document.paths)) {
      const isOwn = path.startsWith("/api/v1.0/export/") || path === "/api/v1.0/whoami";
      if (isOwn || path.startsWith("/.well-known/") || path.endsWith("/openapi.json")) continue;
      for (const method of Object.keys(methods)) {
        const response = await fetch(`${on.api.url}${path.replace(/\{\w+\}/g, on.first.organizationId)}`, {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${on.first.exportToken}`, "content-type": "application/json" },
          ...(["post", "patch", "put"].includes(method) ? { body: "{}" } : {}),
        });
        expect([400, 401, 403, 415], `${method} ${path}`).toContain(response.status);
        tried.push(`${method} ${path}`);
      }
    }
    expect(tried.length).toBeGreaterThanOrEqual(3);
    for (const address of exportAddresses) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const { status, headers } = await on.get(on.first.exportToken, address, { method });
        expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD"]);
      }
    }
  });

  test("RZ-01 regenerated: the old one is refused at once, the new one reads", async () => {
    const { secret } = unwrap(
      await rotateToken(on.world.other.administrator.context, {
        tokenId: on.foreign.exportTokenId,
        graceSeconds: 0,
      }),
    );
    expect(await on.problemOf(on.foreign.exportToken, "tokens.csv")).toMatchObject({
      status: 401,
      code: "invalid_token",
    });
    expect((await on.get(secret, "tokens.csv")).status).toBe(200);
  });
});

describe("who exports", () => {
  test("organization tokens export theirs; account tokens name it by _oid, and only within their account (RZ-03, RZ-04)", async () => {
    const organization = await makeToken(on.world.acme, {
      type: "organization",
      organizationId: on.second.organizationId,
    });
    const account = await makeToken(on.world.acme, { type: "account" });
    expect((await on.rowsOf(organization.secret, "tokens.json")).map((row) => row.id)).toContain(
      on.second.tokenIds[0],
    );
    const ofFirst = await on.rowsOf(account.secret, `tokens.json?_oid=${on.first.organizationId}`);
    expect(ofFirst.map((row) => row.id)).toEqual([...on.first.tokenIds, on.first.exportTokenId]);
    expect(await on.problemOf(account.secret, "tokens.json")).toMatchObject({
      status: 400,
      code: "organization_required",
    });
    for (const named of [on.foreign.organizationId, "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f"]) {
      expect(await on.problemOf(account.secret, `tokens.json?_oid=${named}`)).toMatchObject({
        status: 403,
        code: "insufficient_scope",
      });
    }
  });

  test("no other type does", async () => {
    const types = tokenTypeNames.filter(
      (type) => !["export", "organization", "account", "gateway"].includes(type),
    );
    for (const type of types as ("personal" | "impersonation" | "api_key" | "download")[]) {
      const token = await makeToken(on.world.acme, {
        type,
        organizationId: on.first.organizationId,
        name: `A ${type}`,
      });
      const scheme = type === "impersonation" ? "Impersonation" : "Bearer";
      const { status } = await on.get("", "tokens.json", {
        headers: { authorization: `${scheme} ${token.secret}` },
      });
      expect([type, status]).toEqual([type, 403]);
      await on.world.db.tokenSecret.updateMany({
        where: { tokenId: token.id },
        data: { destroyedAt: on.world.clock.now },
      });
      await on.world.db.token.update({
        where: { id: token.id },
        data: { deletedAt: on.world.clock.now, deletedByName: "Test" },
      });
    }
    expect((await on.get(on.api.gateway, "tokens.json")).status).toBe(403);
  });
});

describe("bad input", () => {
  test.each([
    ["audit.csv?after=-1", "after"],
    ["audit.csv?after=1e3", "after"],
    ["audit.csv?after=99999999999999999999", "after"],
    ["audit.csv?limit=0", "limit"],
    ["usage.csv?from=yesterday", "from"],
    ["usage.csv?from=2026-06-16&to=2026-06-15", "to"],
    ["usage.csv?from=2026-02-30", "from"],
    ["tokens.csv?deleted=yes", "deleted"],
    ["tokens.csv?after=1", "after"],
    ["tokens.csv?account=x", "account"],
  ])("%s is refused by naming the field", async (path, field) => {
    const problem = await on.problemOf(on.first.exportToken, path);
    expect(problem).toMatchObject({ status: 422, code: "invalid_input" });
    expect(Object.keys(problem.fields ?? {})).toEqual([field]);
  });

  test("a parameter that stands there twice, and an _oid that is no id, are refused as unreadable", async () => {
    for (const path of ["audit.csv?after=1&after=2", "audit.csv?_oid=first"])
      expect(await on.problemOf(on.first.exportToken, path)).toMatchObject({
        status: 400,
        code: "invalid_request",
      });
  });
});

test("an export leaves an event: what, how many rows, by which token, about which organization", async () => {
  await on.get(on.first.exportToken, "usage.jsonl?from=2026-06-15T09:00:00Z&to=2026-06-15T10:00:00Z");
  const event = await on.world.db.auditEvent.findFirstOrThrow({
    where: { accountId: on.world.acme.accountId, action: "export.read" },
    orderBy: { id: "desc" },
  });
  expect(event).toMatchObject({
    actorKind: "token",
    actorId: on.first.exportTokenId,
    actorName: "Export",
    targetKind: "organization",
    targetId: on.first.organizationId,
    targetName: "First",
    details: {
      what: "usage",
      format: "jsonl",
      count: 4,
      from: "2026-06-15T09:00:00Z",
      to: "2026-06-15T10:00:00Z",
    },
  });
});
