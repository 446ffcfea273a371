import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import { issueToken } from "@/services/oauth/issue-token";
import { makeApiClient, obtainToken, proveClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createTenant } from "@/services/testing/world";
import { actOnTokens } from "@/services/tokens/bulk";
import { editToken } from "@/services/tokens/edit";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { loadRevokeAllFacts } from "@/services/tokens/revoke-all-facts";
import { rotateToken } from "@/services/tokens/rotate";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 24 });
});
afterAll(() => world.close());

const admin = () => world.acme.administrator.context;

test("a token never comes out of a deleted client: each that was issued beside the deletion is revoked with it", async () => {
  for (let round = 0; round < 12; round++) {
    const client = await makeApiClient(world.acme);
    const context = await proveClient(world, client);
    const input = { apiClientId: client.id, confirmation: client.name };
    const [removed, ...issued] = await Promise.all([
      deleteApiClient(admin(), input),
      ...Array.from({ length: 8 }, () => issueToken(context)),
    ]);
    const codes = issued.map(codeOf);
    expect(codes.every((code) => code === "done" || code === "unauthenticated")).toBe(true);
    const tokens = await world.db.token.findMany({ where: { apiClientId: client.id } });
    expect(tokens).toHaveLength(codes.filter((code) => code === "done").length);
    expect(tokens.filter((token) => token.deletedAt === null)).toEqual([]);
    expect(unwrap(removed).tokens).toBe(tokens.length);
  }
});

test("a client that was disabled, or got another secret, between its proof and its token gets none", async () => {
  const disabled = await makeApiClient(world.acme);
  const rotated = await makeApiClient(world.acme);
  const contexts = [await proveClient(world, disabled), await proveClient(world, rotated)] as const;
  unwrap(await disableApiClient(admin(), { apiClientId: disabled.id }));
  unwrap(await rotateApiClientSecret(admin(), { apiClientId: rotated.id }));
  for (const context of contexts) expect(codeOf(await issueToken(context))).toBe("unauthenticated");
  expect(await world.db.token.count({ where: { apiClientId: { in: [disabled.id, rotated.id] } } })).toBe(0);
});

test("many tokens at once for one client: all different, each with its event", async () => {
  const client = await makeApiClient(world.acme);
  const context = await proveClient(world, client);
  const issued = await Promise.all(Array.from({ length: 20 }, () => issueToken(context)));
  expect(new Set(issued.map((result) => unwrap(result).accessToken)).size).toBe(20);
  expect(await world.db.auditEvent.count({ where: { actorId: client.id, action: "token.issue" } })).toBe(20);
});

test("without its audit row no token is issued", async () => {
  const client = await makeApiClient(world.acme);
  const context = await proveClient(world, client);
  await expect(withUnwritableAudit(world, () => issueToken(context))).rejects.toThrow();
  expect(await world.db.token.count({ where: { apiClientId: client.id } })).toBe(0);
});

test("the claim of a client does nothing but obtain and revoke", async () => {
  const client = await makeApiClient(world.acme);
  const context = await proveClient(world, client);
  expect(codeOf(await deleteApiClient(context, { apiClientId: client.id }))).toBe("forbidden");
  expect(codeOf(await loadRevokeAllFacts(context))).toBe("forbidden");
  expect(codeOf(await issueToken(admin()))).toBe("forbidden");
});

test("what a client obtained is not rotated, edited or prolonged: its hour stays an hour", async () => {
  const token = await obtainToken(world, await makeApiClient(world.acme));
  const expiresAt = new Date(world.clock.now.getTime() + 86_400_000);
  const { id: tokenId } = token;
  const results = [
    await rotateToken(admin(), { tokenId }),
    await editToken(admin(), { tokenId, expiresAt }),
    await editToken(admin(), { tokenId, name: "Mine" }),
    await actOnTokens(admin(), { tokenIds: [tokenId], action: "set_expiry", expiresAt: null }),
  ];
  expect(results.map(codeOf)).toEqual(["forbidden", "forbidden", "forbidden", "forbidden"]);
});

test("revoke all takes what clients obtained too; the number that is typed is the grid's", async () => {
  const tenant = await createTenant(world.db, world.clock, "Cleo Inc");
  const context = tenant.administrator.context;
  const client = await makeApiClient(tenant);
  await makeToken(tenant);
  const expired = await obtainToken(world, client);
  await world.db.token.update({
    where: { id: expired.id },
    data: { createdAt: new Date(world.clock.now.getTime() - 7_200_000), expiresAt: world.clock.now },
  });
  await obtainToken(world, client);
  await obtainToken(world, client);
  expect(unwrap(await loadRevokeAllFacts(context))).toEqual({ count: 1, ofClients: 2 });
  expect(codeOf(await revokeAllTokens(context, { confirmation: "3" }))).toBe("confirmation_mismatch");
  expect(unwrap(await revokeAllTokens(context, { confirmation: "1" }))).toEqual({ count: 3 });
  const live = { accountId: tenant.accountId, deletedAt: null, type: { not: "gateway" as const } };
  expect(await world.db.token.findMany({ where: live })).toMatchObject([{ id: expired.id }]);
  const event = { accountId: tenant.accountId, action: "token.revoke_all" };
  expect((await world.db.auditEvent.findFirstOrThrow({ where: event })).details).toEqual({
    count: 3,
    ofClients: 2,
  });
});
