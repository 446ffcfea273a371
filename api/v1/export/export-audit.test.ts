import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenExports, openExports } from "@/api/testing/exports";
import { downloadGateway } from "@/services/gateways/download";
import type { Context } from "@/services/kernel/context";
import { editOrganization } from "@/services/organizations/edit";
import { sealAll, startPatientSealer } from "@/services/testing/audit-log";
import { createTestContext } from "@/services/testing/context";
import { writeRacingEvents } from "@/services/testing/racing-events";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { disableToken } from "@/services/tokens/disable";
import { inviteUser } from "@/services/users/invite";

let on: OpenExports;
beforeAll(async () => {
  on = await openExports();
});
afterAll(() => on.close());

type Row = { seq: number; id: string; action: string; targetId: string; details: Record<string, unknown> };
const audit = async (token: string, query = "") => (await on.rowsOf(token, `audit.json${query}`)) as Row[];

/** A program with this token, within its organization. */
async function contextOf(tokenId: string): Promise<Context> {
  const secret = await on.world.db.tokenSecret.findFirstOrThrow({ where: { tokenId } });
  const claim = { kind: "token", tokenId, secretId: secret.id, organizationId: null } as const;
  return createTestContext(on.world.db, on.world.clock, claim);
}

test("it holds what was done to the organization, its tokens and its gateways, and nothing else of the account", async () => {
  const { first, second, foreign } = on;
  const { context } = on.world.acme.administrator;
  unwrap(await editOrganization(context, { organizationId: first.organizationId, name: "=First" }));
  unwrap(await disableToken(context, { tokenId: first.tokenIds[0] }));
  unwrap(await disableToken(context, { tokenId: second.tokenIds[0] }));
  unwrap(await inviteUser(context, { email: "new@example.test", role: "member", permissions: [] }));
  const ofAccount = await makeToken(on.world.acme);
  const download = await makeToken(on.world.acme, { type: "download", organizationId: first.organizationId });
  const gateway = unwrap(await downloadGateway(await contextOf(download.id), { kind: "nginx" }));
  await sealAll(on.world);

  const rows = await audit(first.exportToken);
  const about = new Set([
    first.organizationId,
    ...first.tokenIds,
    first.exportTokenId,
    download.id,
    gateway.id,
  ]);
  expect(rows.filter((row) => !about.has(row.targetId))).toEqual([]);
  expect(rows.map((row) => `${row.action} ${row.targetId}`)).toEqual(
    expect.arrayContaining([
      `organization.edit ${first.organizationId}`,
      `token.create ${first.tokenIds[12]}`,
      `token.disable ${first.tokenIds[0]}`,
      `gateway.download ${gateway.id}`,
    ]),
  );
  expect(rows.map((row) => row.targetId)).not.toContain(ofAccount.id);
  for (const other of [second, foreign]) {
    const theirs = await audit(other.exportToken);
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.filter((row) => about.has(row.targetId))).toEqual([]);
  }
});

test("rows come by seq with details as JSON, never a secret; an event that is not sealed yet is not in it", async () => {
  const before = await audit(on.first.exportToken);
  expect(before.map((row) => row.seq)).toEqual(before.map((row) => row.seq).toSorted((a, b) => a - b));
  const edited = before.find((row) => row.action === "organization.edit");
  expect(edited).toMatchObject({
    targetName: "=First",
    actorKind: "user",
    actorName: on.world.acme.administrator.name,
    sealedAt: "2026-06-15T10:30:00.000Z",
    address: "192.0.2.10",
    details: { after: { name: "=First" } },
  });
  const { text } = await on.get(on.first.exportToken, "audit.csv");
  expect(text).not.toContain(on.first.exportToken.slice(-36, -6));
  // This very export's own event, and that of the JSON before it.
  const after = await audit(on.first.exportToken);
  expect(after.length).toBe(before.length);
  await sealAll(on.world);
  expect((await audit(on.first.exportToken)).length).toBeGreaterThan(before.length);
});

test("after and limit cut it", async () => {
  const all = await audit(on.second.exportToken);
  const [third] = all.slice(2, 3);
  expect(await audit(on.second.exportToken, "?limit=3")).toEqual(all.slice(0, 3));
  expect(await audit(on.second.exportToken, `?after=${third!.seq}&limit=2`)).toEqual(all.slice(3, 5));
  expect(await audit(on.second.exportToken, `?after=${third!.seq}`)).toEqual(all.slice(3));
  expect(await audit(on.second.exportToken, `?after=${all.at(-1)!.seq}`)).toEqual([]);
});

test("whoever asks after the last seq gets every event once, while writers race, roll back and two sealers run", async () => {
  const { first, second } = on;
  const sealers = [0, 1].map(() => startPatientSealer(on.world.url));
  await sealAll(on.world);
  let seq = (await audit(first.exportToken)).at(-1)?.seq ?? 0;
  let writing = true;

  const sealing = sealers.map(async (sealer) => {
    while (writing) await Promise.all([sealer.seal(), sleep(4)]);
  });
  const read: Row[] = [];
  const follow = async () => {
    const page = await audit(first.exportToken, `?after=${seq}&limit=7`);
    read.push(...page);
    seq = page.at(-1)?.seq ?? seq;
    return page.length;
  };
  const following = (async () => {
    while (writing) await follow();
  })();
  const kept = await writeRacingEvents({
    url: on.world.url,
    accountId: on.world.acme.accountId,
    organizationId: first.organizationId,
    otherOrganizationId: second.organizationId,
  });
  writing = false;
  await Promise.all([...sealing, following]);
  await Promise.all(sealers.map((sealer) => sealer.close()));
  await sealAll(on.world);
  // Each page is an event too: the end is a page that holds no event of the race.
  while (
    read.filter((row) => row.action === "organization.edit").length < kept.length &&
    (await follow()) > 0
  );
  const raced = read.filter((row) => row.action === "organization.edit").map((row) => row.id);
  expect(raced.toSorted()).toEqual(kept.toSorted());
  expect(new Set(read.map((row) => row.seq)).size).toBe(read.length);
});
