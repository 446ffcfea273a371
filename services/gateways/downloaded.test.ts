import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGateway } from "@/services/gateways/create";
import { downloadGateway } from "@/services/gateways/download";
import { deleteDownloadedGateway, listDownloadedGateways } from "@/services/gateways/downloaded";
import { listGateways } from "@/services/gateways/list";
import type { Context } from "@/services/kernel/context";
import { openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A context that acts with a token, as the API makes it. */
async function withToken(
  type: "download" | "account" | "organization" | "export",
  organizationId: string | null = null,
) {
  const token = await makeToken(world.acme, { type, name: `A token of type ${type}` });
  const secret = await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: token.id } });
  const claim = { kind: "token", tokenId: token.id, secretId: secret.id, organizationId } as const;
  const context: Context = {
    ...world.cli,
    claim,
    origin: { ip: "192.0.2.9", userAgent: null, requestId: null },
  };
  return { token, context };
}
const namesOf = async (context: Context, organizationId: string | null) =>
  unwrap(await listDownloadedGateways(context, { organizationId })).map(({ name }) => name);

test("administrators see and remove what programs downloaded for their organization, and auditors see it", async () => {
  const { context } = await withToken("download");
  const { administrator, auditor, member, operator, organizationId } = world.acme;
  const made = unwrap(await downloadGateway(context, { kind: "nginx", name: "Rack 7" }));
  await createGateway(operator.context, { name: "The provider's own" });
  expect(await namesOf(administrator.context, organizationId)).toEqual(["Rack 7"]);
  expect(await namesOf(auditor.context, organizationId)).toEqual(["Rack 7"]);
  expect(await namesOf(administrator.context, null)).toEqual([]);
  expect(codeOf(await listDownloadedGateways(member.context, { organizationId }))).toBe("forbidden");
  expect(unwrap(await listGateways(operator.context)).map(({ name }) => name)).toContain("Rack 7");

  const remove = (by: Context, gatewayId = made.id) => deleteDownloadedGateway(by, { gatewayId });
  expect(codeOf(await remove(auditor.context))).toBe("forbidden");
  expect(codeOf(await remove(member.context))).toBe("forbidden");
  expect(codeOf(await remove(world.stranger))).toBe("unauthenticated");
  expect(codeOf(await remove(world.other.administrator.context))).toBe("not_found");
  expect(codeOf(await remove(administrator.context, uuidv7()))).toBe("not_found");
  expect(codeOf(await remove(administrator.context))).toBe("done");
  expect(codeOf(await remove(administrator.context))).toBe("not_found");
  const event = await world.db.auditEvent.findFirstOrThrow({
    where: { targetId: made.id, action: "gateway.delete" },
  });
  expect(event.actorId).toBe(administrator.userId);
});

test("what an operator added for the account is not the administrator's to remove", async () => {
  const made = unwrap(await createGateway(world.acme.operator.context, { name: "Edge" }));
  const { context } = world.acme.administrator;
  expect(codeOf(await deleteDownloadedGateway(context, { gatewayId: made.id }))).toBe("not_found");
});

test("an account token's download serves the account, and another organization's list does not show it", async () => {
  const { context } = await withToken("account");
  unwrap(await downloadGateway(context, { kind: "envoy", name: "Whole account" }));
  const { administrator, organizationId } = world.acme;
  expect(await namesOf(administrator.context, null)).toEqual(["Whole account"]);
  expect(await namesOf(administrator.context, organizationId)).not.toContain("Whole account");
});

test("people and other tokens download nothing; a token that ended meanwhile neither", async () => {
  const { administrator, operator } = world.acme;
  for (const { context } of [administrator, operator])
    expect(codeOf(await downloadGateway(context, { kind: "nginx" }))).toBe("forbidden");
  const { context: exporting } = await withToken("export");
  expect(codeOf(await downloadGateway(exporting, { kind: "nginx" }))).toBe("insufficient_scope");
  const { token, context } = await withToken("organization");
  unwrap(await downloadGateway(context, { kind: "nginx" }));
  unwrap(await deleteToken(administrator.context, { tokenId: token.id, confirmation: token.name }));
  expect(codeOf(await downloadGateway(context, { kind: "nginx" }))).toBe("unauthenticated");
});
