import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { linkSeconds } from "@/domain/access/people-bounds";
import { acceptInvitation } from "@/services/invitations/accept";
import { openInvitation } from "@/services/invitations/open";
import type { Context } from "@/services/kernel/context";
import { baseContext } from "@/services/testing/api-clients";
import { createTestContext } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeTokenContext } from "@/services/testing/token-context";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createPerson, createTenant, type Tenant } from "@/services/testing/world";
import { deleteToken } from "@/services/tokens/delete";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { rotateToken } from "@/services/tokens/rotate";
import { loadInvitationRecord } from "@/services/users/invitation-records";
import { inviteUser } from "@/services/users/invite";
import { listInvitations } from "@/services/users/list-invitations";
import { loadUserRemovalFacts } from "@/services/users/removal-facts";

let world: OpenWorld;
let tenant: Tenant;
let count = 0;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await createTenant(world.db, world.clock, "Cleo Inc");
});

const hour = 3600;
const admin = (of = tenant) => of.administrator.context;
const inSeconds = (seconds: number) => new Date(world.clock.now.getTime() + seconds * 1000);

/** A token in the grace period of a rotation: contexts of programs that still present the old secret, and of those with the new one. */
async function rotating(of = tenant, graceSeconds = hour) {
  const { id, context: old } = await makeTokenContext(world, of, { type: "account" });
  unwrap(await rotateToken(admin(of), { tokenId: id, graceSeconds }));
  const where = { tokenId: id, retiresAt: null, destroyedAt: null };
  const { id: secretId } = await world.db.tokenSecret.findFirstOrThrow({ where });
  const claim = { kind: "token", tokenId: id, secretId, organizationId: null } as const;
  return { id, old, renewed: createTestContext(world.db, world.clock, claim) };
}

async function invite(context: Context, email = `guest${++count}@x.test`) {
  const { id, path, expiresAt } = unwrap(await inviteUser(context, { email, role: "member" }));
  return { id, email, expiresAt, secret: path.split("#")[1]! };
}
type Link = Awaited<ReturnType<typeof invite>>;

const open = async ({ secret }: Link) => codeOf(await openInvitation(baseContext(world), { secret }));
const accept = async ({ secret }: Link) =>
  codeOf(
    await acceptInvitation(baseContext(world), { secret, name: "Nia Osei", password: "seven green kettles" }),
  );
const expiredIn = async (of: Tenant) =>
  new Map(unwrap(await listInvitations(admin(of))).map(({ id, isExpired }) => [id, isExpired]));
const lastEvent = (targetId: string) =>
  world.db.auditEvent.findFirstOrThrow({ where: { targetId }, orderBy: { id: "desc" } });

// The clock has moved on beyond the last proof of the password.
async function pass(seconds: number) {
  world.clock.advance(seconds);
  const now = world.clock.now;
  await world.db.session.updateMany({
    data: { reauthenticatedAt: now, lastSeenAt: now, expiresAt: inSeconds(hour) },
  });
}

test("a link that the old secret of a rotation handed out ends when its grace period passes by itself; others stay", async () => {
  const token = await rotating();
  const theirs = await rotating(world.other, 24 * hour);
  const link = await invite(token.old);
  expect(link.expiresAt).toEqual(inSeconds(hour));
  const unused = await invite(token.old);
  const others = [await invite(token.renewed), await invite(admin())];
  const foreign = [await invite(theirs.old), await invite(theirs.renewed)];
  for (const other of [...others, foreign[1]!])
    expect(other.expiresAt).toEqual(inSeconds(linkSeconds.invitation));
  expect(foreign[0]!.expiresAt).toEqual(inSeconds(24 * hour));

  await pass(hour - 1);
  expect(await open(link)).toBe("done");
  expect(await accept(link)).toBe("done");
  expect((await expiredIn(tenant)).get(unused.id)).toBe(false);
  await pass(1);
  expect(await open(unused)).toBe("link_invalid");
  expect(await accept(unused)).toBe("link_invalid");
  expect(await expiredIn(tenant)).toEqual(
    new Map([
      [others[1]!.id, false],
      [others[0]!.id, false],
      [unused.id, true],
    ]),
  );
  expect([...(await expiredIn(world.other)).values()]).toEqual([false, false]);
  for (const other of [...others, ...foreign]) {
    expect(await open(other)).toBe("done");
    expect(await accept(other)).toBe("done");
  }
});

test("the list says what a program's link ends with: its token, or sooner, the old secret; nothing of people's", async () => {
  const { old, renewed } = await rotating();
  await rotating(world.other).then((theirs) => invite(theirs.old));
  const made = [await invite(old), await invite(renewed), await invite(admin())];
  const listed = new Map(unwrap(await listInvitations(admin())).map(({ id, endsWith }) => [id, endsWith]));
  expect([listed.size, ...made.map(({ id }) => listed.get(id))]).toEqual([3, "old_secret", "token", null]);
});

test("programs read when it ends, with the answer that makes it and afterwards", async () => {
  const { old, renewed } = await rotating();
  const link = await invite(old);
  const { expiresAt } = unwrap(await loadInvitationRecord(renewed, { invitationId: link.id }));
  expect(expiresAt).toEqual(inSeconds(hour));
  expect((await lastEvent(link.id)).details).toMatchObject({ expiresAt: inSeconds(hour).toISOString() });
});

test("a link whose secret has ended counts as open nowhere: not before a removal, and not in the event of the token's end", async () => {
  const ida = await createPerson(world.db, world.clock, {
    accountId: tenant.accountId,
    role: "member",
    name: "Ida Idle",
  });
  const token = await rotating();
  await invite(token.old, "ida@x.test");
  await invite(token.renewed);
  // She came in by another invitation meanwhile.
  await world.db.user.update({ where: { id: ida.userId }, data: { email: "ida@x.test" } });
  const links = async () => unwrap(await loadUserRemovalFacts(admin(), { userId: ida.userId })).links;
  expect(await links()).toBe(1);
  await pass(hour);
  expect(await links()).toBe(0);
  unwrap(await deleteToken(admin(), { tokenId: token.id }));
  expect((await lastEvent(token.id)).details).toMatchObject({ cancelledLinks: 1 });
});

test("more time for the old secret does not bring more time for what it handed out", async () => {
  const { id, old } = await rotating();
  const link = await invite(old);
  unwrap(await extendRotation(admin(), { tokenId: id, graceSeconds: 24 * hour }));
  const later = await invite(old);
  expect(later.expiresAt).toEqual(inSeconds(24 * hour));
  await pass(hour);
  expect(await open(link)).toBe("link_invalid");
  expect(await open(later)).toBe("done");
});

test("who ends an old secret ends what it handed out and nothing of the new secret, with their number in the event", async () => {
  const token = await rotating();
  // As long as can be: only a moment shorter than a link of the new secret.
  unwrap(await extendRotation(admin(), { tokenId: token.id, graceSeconds: 7 * 24 * hour }));
  const links = [await invite(token.old), await invite(token.old)];
  const others = [await invite(token.renewed), await invite((await rotating()).old), await invite(admin())];
  unwrap(await finishRotation(admin(), { tokenId: token.id }));
  expect((await lastEvent(token.id)).details).toMatchObject({ cancelledLinks: 2 });
  for (const link of links) expect(await accept(link)).toBe("link_invalid");
  for (const other of others) expect(await accept(other)).toBe("done");

  const idle = await rotating();
  const its = await invite(idle.renewed);
  unwrap(await finishRotation(admin(), { tokenId: idle.id }));
  expect((await lastEvent(idle.id)).details).not.toHaveProperty("cancelledLinks");
  expect(await accept(its)).toBe("done");
});

test("an old secret that works longer than a link leaves the link its days, and it ends with that secret all the same", async () => {
  const { id, old } = await rotating(tenant, 7 * 24 * hour);
  world.clock.advance(hour);
  const link = await invite(old);
  await world.db.tokenSecret.updateMany({
    where: { tokenId: id, retiresAt: { not: null } },
    data: { retiresAt: inSeconds(30 * 24 * hour) },
  });
  const last = await invite(old);
  expect(last.expiresAt).toEqual(inSeconds(linkSeconds.invitation - 0.001));
  unwrap(await finishRotation(admin(), { tokenId: id }));
  for (const each of [link, last]) expect(await accept(each)).toBe("link_invalid");
});

test("an invitation that waits for a rotation ends with the secret that it came with", async () => {
  const { id, context } = await makeTokenContext(world, tenant, { type: "account" });
  await world.run("BEGIN");
  try {
    await world.run(`UPDATE "TokenSecret" SET "retiresAt" = $2 WHERE "tokenId" = $1`, [id, inSeconds(hour)]);
    const asked = invite(context);
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(async () => (await world.run(waiting)).length).toBe(1);
    await world.run("COMMIT");
    expect((await asked).expiresAt).toEqual(inSeconds(hour));
  } finally {
    await world.run("ROLLBACK");
  }
});
