import { randomUUID } from "node:crypto";
import type { Browser } from "@playwright/test";
import { expect, test } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import { callServerAction, readServerActions } from "@/e2e/support/server-actions";
import { signInAs } from "@/e2e/support/sign-in";
import { createWorld, type Person, type World } from "@/e2e/support/world";
import { createApiClient } from "@/services/api-clients/create";
import { createGateway } from "@/services/gateways/create";
import { createToken } from "@/services/tokens/create";

/*
 * Role × everything that a browser can call × own and foreign account, over HTTP and past every page. Expectations are written
 * out from the documents, not taken from domain/access/actions.ts.
 */
type Ids = {
  key: string;
  token: string;
  secret: string;
  personal: string;
  gateway: string;
  gatewayLast4: string;
  /** One that a program downloaded for the account. */
  downloaded: string;
  invitation: string;
  client: string;
  clientToken: string;
};
type Args = (world: World, ids: Ids) => readonly unknown[];
type Row = {
  readonly action: string;
  readonly args: Args;
  readonly administrator: string;
  readonly auditor?: string;
  readonly member?: string;
  readonly operator?: string;
  /** What the administrator of another account is answered about this account's objects. Left out: the action names none. */
  readonly foreign?: string;
};

const grid = "app/(desk)/integrations/api-access/actions.ts";
const users = "app/(desk)/users/actions.ts";
const organizations = "app/(desk)/organizations/actions.ts";
const gateways = "app/(desk)/gateways/actions.ts";
const personal = "app/(desk)/personal-tokens/actions.ts";
const apiKeys = "app/(desk)/general/api-keys/actions.ts";
const clients = "app/(desk)/account/clients/actions.ts";
const limits = "app/(desk)/account/limits/actions.ts";
const pages: Record<string, string> = {
  [grid]: "/integrations/api-access",
  [users]: "/users",
  [organizations]: "/organizations",
  [gateways]: "/gateways",
  [personal]: "/personal-tokens",
  [apiKeys]: "/general/api-keys",
  [clients]: "/account/clients",
  [limits]: "/account/limits",
};

const own = (world: World) => ({ accountId: randomUUID(), userId: world.member.id, role: "administrator" });
const rows: readonly Row[] = [
  {
    action: `${grid}#loadFacts`,
    args: (_, i) => [i.token],
    administrator: "done",
    auditor: "done",
    foreign: "not_found",
  },
  { action: `${grid}#findBySecret`, args: (_, i) => [i.secret], administrator: "done", auditor: "done" },
  {
    action: `${grid}#firstCall`,
    args: (_, i) => [i.token],
    administrator: "done",
    auditor: "done",
    member: "not_found",
    foreign: "not_found",
  },
  {
    action: `${grid}#recordCopied`,
    args: (_, i) => [i.token],
    administrator: "done",
    auditor: "not_found",
    member: "not_found",
    foreign: "not_found",
  },
  { action: `${apiKeys}#reveal`, args: (_, i) => [i.key], administrator: "done", foreign: "not_found" },
  { action: `${apiKeys}#makeDefault`, args: (_, i) => [i.key], administrator: "done", foreign: "not_found" },
  { action: `${grid}#countLive`, args: () => [], administrator: "done" },
  {
    action: `${grid}#create`,
    args: (w) => [{ type: "impersonation", name: "Made", actsAsUserId: w.templateUser.id, ...own(w) }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${grid}#edit`,
    args: (w, i) => [{ tokenId: i.token, notes: "n", ...own(w) }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${grid}#rotate`,
    args: (_, i) => [{ tokenId: i.token, graceSeconds: 3600 }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${grid}#extend`,
    args: (_, i) => [i.token, 86_400],
    administrator: "done",
    foreign: "not_found",
  },
  { action: `${grid}#finish`, args: (_, i) => [i.token], administrator: "done", foreign: "not_found" },
  { action: `${grid}#disable`, args: (_, i) => [i.token], administrator: "done", foreign: "not_found" },
  { action: `${grid}#enable`, args: (_, i) => [i.token], administrator: "done", foreign: "not_found" },
  {
    action: `${grid}#bulk`,
    args: (_, i) => [{ tokenIds: [i.token], action: "disable" }],
    administrator: "done",
    foreign: "not_found",
  },
  { action: `${grid}#remove`, args: (_, i) => [i.token], administrator: "done", foreign: "not_found" },
  { action: `${grid}#revokeAll`, args: () => ["-1"], administrator: "confirmation_mismatch" },
  {
    action: `${users}#inviteAction`,
    args: () => [{ email: `new.${randomUUID()}@example.com`, role: "member", permissions: [] }],
    administrator: "done",
  },
  {
    action: `${users}#cancelInvitationAction`,
    args: (_, i) => [{ invitationId: i.invitation }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${users}#changePermissionsAction`,
    args: (w) => [{ userId: w.auditor.id, permissions: ["a:b"] }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${users}#makeResetLinkAction`,
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${users}#createTemplateAction`,
    args: () => [{ name: "svc-new", permissions: [] }],
    administrator: "done",
  },
  {
    action: `${users}#renameTemplateAction`,
    args: (w) => [{ userId: w.templateUser.id, name: "svc-renamed" }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${users}#endSessionsAction`,
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${users}#changeRoleAction`,
    args: (w) => [{ userId: w.auditor.id, role: "member" }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${users}#disableAction`,
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${users}#enableAction`,
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${organizations}#createOrganizationAction`,
    args: () => [{ name: "New part" }],
    administrator: "done",
  },
  {
    action: `${organizations}#editOrganizationAction`,
    args: (w) => [{ organizationId: w.organization.id, name: "Renamed" }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${organizations}#loadDeletionFactsAction`,
    args: (w) => [w.organization.id],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${organizations}#deleteOrganizationAction`,
    args: (w) => [w.organization.id, w.organization.name],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${clients}#create`,
    args: (w) => [{ name: "Provisioning", requestKey: randomUUID(), ...own(w) }],
    administrator: "done",
  },
  {
    action: `${clients}#edit`,
    args: (w, i) => [{ apiClientId: i.client, name: "Renamed", ...own(w) }],
    administrator: "done",
    foreign: "not_found",
  },
  { action: `${clients}#disable`, args: (_, i) => [i.client], administrator: "done", foreign: "not_found" },
  { action: `${clients}#enable`, args: (_, i) => [i.client], administrator: "done", foreign: "not_found" },
  {
    action: `${clients}#rotate`,
    args: (_, i) => [{ apiClientId: i.client, revokeTokens: true }],
    administrator: "done",
    foreign: "not_found",
  },
  { action: `${clients}#remove`, args: (_, i) => [i.client], administrator: "done", foreign: "not_found" },
  {
    action: `${clients}#revokeToken`,
    args: (_, i) => [i.clientToken],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${limits}#changeLimits`,
    args: (w) => [{ plan: "professional", ...own(w) }],
    administrator: "forbidden",
    operator: "done",
    foreign: "forbidden",
  },
  {
    action: `${gateways}#create`,
    args: () => [{ name: "gw", forDeployment: false, requestKey: randomUUID() }],
    administrator: "forbidden",
    operator: "done",
    foreign: "forbidden",
  },
  {
    action: `${gateways}#renew`,
    args: (_, i) => [{ gatewayId: i.gateway, kind: "nginx", graceSeconds: 0, expectedLast4: i.gatewayLast4 }],
    administrator: "forbidden",
    operator: "done",
    foreign: "forbidden",
  },
  {
    action: `${gateways}#removeDownloaded`,
    args: (_, i) => [i.downloaded],
    administrator: "done",
    foreign: "not_found",
  },
  {
    action: `${gateways}#remove`,
    args: (_, i) => [i.gateway],
    administrator: "forbidden",
    operator: "done",
    foreign: "forbidden",
  },
  {
    action: `${personal}#create`,
    args: () => [{ name: "mine", expiresAt: null, requestKey: randomUUID() }],
    administrator: "done",
    member: "done",
  },
  // Of another person: nobody's but the owner's, not even an administrator's.
  {
    action: `${personal}#firstCall`,
    args: (_, i) => [i.personal],
    administrator: "done",
    auditor: "done",
    member: "done",
    foreign: "not_found",
  },
  {
    action: `${personal}#recordCopied`,
    args: (_, i) => [i.personal],
    administrator: "not_found",
    auditor: "not_found",
    member: "done",
    foreign: "not_found",
  },
  {
    action: `${personal}#saveNotes`,
    args: (_, i) => [i.personal, "n"],
    administrator: "not_found",
    member: "done",
    foreign: "not_found",
  },
  {
    action: `${personal}#revoke`,
    args: (_, i) => [i.personal],
    administrator: "not_found",
    auditor: "not_found",
    member: "done",
    foreign: "not_found",
  },
  {
    action: `${personal}#revokeAll`,
    args: () => ["-1"],
    administrator: "confirmation_mismatch",
    auditor: "confirmation_mismatch",
    member: "confirmation_mismatch",
  },
];

/** They act on the caller alone, or are for people who are not signed in; tested where they belong. */
const elsewhere = [
  /^app\/\(public\)\//,
  /^app\/\(desk\)\/session-actions\.ts#/,
  /^app\/\(desk\)\/account\/actions\.ts#/,
];

test("every function that a browser can call has its row in this matrix", () => {
  const names = [...readServerActions().keys()].filter(
    (name) => !elsewhere.some((pattern) => pattern.test(name)),
  );
  expect(names.sort()).toEqual(rows.map((row) => row.action).sort());
});

async function arrange(world: World): Promise<Ids> {
  const { context, db } = openProduct();
  const account = { accountId: world.accountId };
  const token = await createToken(
    context,
    { type: "impersonation", name: "Target", actsAsUserId: world.templateUser.id },
    account,
  );
  const mine = await createToken(
    context,
    { type: "personal", name: "Of the member" },
    { ...account, ownerUserId: world.member.id },
  );
  const makeKey = (name: string) =>
    createToken(context, { type: "api_key", name, organizationId: world.organization.id }, account);
  // The second is not the default yet.
  await makeKey("Default");
  const key = await makeKey("Key");
  const gateway = await createGateway(context, { name: "Edge" }, account);
  const downloaded = await createGateway(context, { name: "Rack" }, account);
  const client = await createApiClient(context, { name: "Importer" }, account);
  const obtained = await createToken(context, { type: "account", name: "Importer" }, account);
  if (!token.ok || !key.ok || !mine.ok || !gateway.ok || !downloaded.ok || !client.ok || !obtained.ok)
    throw new Error("the world could not be arranged");
  const ofClient = { apiClientId: client.value.id };
  await db.token.update({ where: { id: obtained.value.id }, data: ofClient });
  const invitation = randomUUID();
  const now = new Date();
  await db.invitation.create({
    data: {
      id: invitation,
      digest: new Uint8Array(Buffer.from(randomUUID().repeat(2)).subarray(0, 32)),
      purpose: "invitation",
      accountId: world.accountId,
      email: `${invitation}@example.com`,
      role: "member",
      createdAt: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
    },
  });
  await db.gateway.update({
    where: { id: downloaded.value.id },
    data: { downloadedWithId: token.value.id },
  });
  return {
    key: key.value.id,
    token: token.value.id,
    secret: token.value.secret,
    personal: mine.value.id,
    gateway: gateway.value.id,
    gatewayLast4: gateway.value.secret.slice(-4),
    downloaded: downloaded.value.id,
    invitation,
    client: client.value.id,
    clientToken: obtained.value.id,
  };
}

/** All that an action could change in the account, in one text. */
async function dump(accountId: string): Promise<string> {
  const { db } = openProduct();
  const [found] = await db.$queryRaw<{ text: string }[]>`
    SELECT concat_ws('|',
      (SELECT string_agg(t::text, ',' ORDER BY t."id") FROM "Token" t WHERE t."accountId" = ${accountId}::uuid),
      (SELECT string_agg(s::text, ',' ORDER BY s."id") FROM "TokenSecret" s JOIN "Token" t ON t."id" = s."tokenId" WHERE t."accountId" = ${accountId}::uuid),
      (SELECT string_agg(m::text, ',' ORDER BY m."userId") FROM "Membership" m WHERE m."accountId" = ${accountId}::uuid),
      (SELECT string_agg(u."name", ',' ORDER BY u."id") FROM "User" u JOIN "Membership" m ON m."userId" = u."id" AND m."accountId" = ${accountId}::uuid),
      (SELECT string_agg(o::text, ',' ORDER BY o."id") FROM "Organization" o WHERE o."accountId" = ${accountId}::uuid),
      (SELECT string_agg(i::text, ',' ORDER BY i."id") FROM "Invitation" i WHERE i."accountId" = ${accountId}::uuid),
      (SELECT string_agg(c::text, ',' ORDER BY c."id") FROM "ApiClient" c WHERE c."accountId" = ${accountId}::uuid),
      (SELECT a::text FROM "Account" a WHERE a."id" = ${accountId}::uuid),
      (SELECT string_agg(g::text, ',' ORDER BY g."id") FROM "Gateway" g WHERE g."accountId" = ${accountId}::uuid)) AS "text"`;
  return found?.text ?? "";
}

async function call(
  browser: Browser,
  row: Row,
  asker: { person: Person; accountId: string } | null,
  args: readonly unknown[],
) {
  const { deskUrl } = openProduct();
  const [file = "", name = ""] = row.action.split("#");
  const id = readServerActions().get(`${file}#${name}`);
  if (id === undefined) throw new Error(`${row.action} is not there`);
  const context = await browser.newContext();
  if (asker) await signInAs(context, asker.person, asker.accountId);
  const answer = await callServerAction(context.request, deskUrl, { id, page: pages[file] ?? "/", args });
  await context.close();
  return answer;
}

for (const row of rows) {
  test(`${row.action.replace("app/(desk)/", "").replace("/actions.ts#", " ")} by every role, in the own and in a foreign account`, async ({
    browser,
  }) => {
    const world = await createWorld();
    const other = await createWorld();
    const ids = await arrange(world);
    // A grace period for what needs one.
    if (/#(extend|finish)$/.test(row.action)) {
      const rotation = rows.find((r) => r.action === `${grid}#rotate`);
      if (!rotation) throw new Error("the matrix has no rotation");
      await call(
        browser,
        rotation,
        { person: world.administrator, accountId: world.accountId },
        rotation.args(world, ids),
      );
    }
    const isEnabling = row.action.endsWith("#enableAction");
    if (isEnabling) {
      await openProduct().db.membership.updateMany({
        where: { accountId: world.accountId, userId: world.auditor.id },
        data: { disabledAt: new Date() },
      });
    }
    const args = row.args(world, ids);
    const at = (person: Person) => ({ person, accountId: world.accountId });
    type Answer = readonly [who: string, asker: ReturnType<typeof at> | null, code: string];
    const answers: Answer[] = [
      ["nobody", null, "unauthenticated"],
      ["administrator", at(world.administrator), row.administrator],
      ["member", at(world.member), row.member ?? "forbidden"],
      ["operator", at(world.operator), row.operator ?? row.administrator],
    ];
    // The disabled auditor has no session to ask with.
    if (!isEnabling) answers.push(["auditor", at(world.auditor), row.auditor ?? "forbidden"]);
    if (row.foreign) {
      answers.push([
        "administrator elsewhere",
        { person: other.administrator, accountId: other.accountId },
        row.foreign,
      ]);
    }
    // Refusals first, so that what they leave untouched is still there for those who may.
    const allowed = (code: string) => code === "done";
    for (const [who, asker, expected] of answers.filter(([, , code]) => !allowed(code))) {
      const before = await dump(world.accountId);
      const { code } = await call(browser, row, asker, args);
      expect(code, `${who} is answered`).toBe(expected);
      expect(await dump(world.accountId), `${who} changes nothing`).toBe(before);
    }
    const [first] = answers.filter(([, , code]) => allowed(code));
    if (first) {
      const [who, asker] = first;
      const { code, text } = await call(browser, row, asker, args);
      expect(code, `${who} may: ${text.slice(0, 300)}`).toBe("done");
    }
    expect(await dump(other.accountId), "the other account is as it was").not.toContain("Made");
  });
}

test("a foreign account is told nothing by a token's secret", async ({ browser }) => {
  const world = await createWorld();
  const other = await createWorld();
  const ids = await arrange(world);
  const find = rows.find((row) => row.action === `${grid}#findBySecret`);
  if (!find) throw new Error("the matrix has no search by secret");
  const { text } = await call(browser, find, { person: other.administrator, accountId: other.accountId }, [
    ids.secret,
  ]);
  expect(text).not.toContain(ids.token);
  expect(text).not.toContain("Target");
});
