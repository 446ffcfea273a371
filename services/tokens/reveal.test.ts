import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reauthenticationSecondsMax } from "@/domain/access/actions";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createOrganization, signInPerson, type Tenant } from "@/services/testing/world";
import { disableToken } from "@/services/tokens/disable";
import { listApiKeys } from "@/services/tokens/list-api-keys";
import { recordSecretCopied } from "@/services/tokens/record-copied";
import { revealToken } from "@/services/tokens/reveal";
import { rotateToken } from "@/services/tokens/rotate";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let made = 0;
async function makeKey(tenant: Tenant = world.acme, state?: "disabled" | "expired" | "deleted") {
  const name = `Program ${++made}`;
  const organizationId = await createOrganization(world.db, world.clock, tenant.accountId, name);
  const wanted = { type: "api_key", name: `Key ${made}`, organizationId } as const;
  return state ? makeTokenInState(world, tenant, state, wanted) : makeToken(tenant, wanted);
}
const eventsOf = (targetId: string, action: string) =>
  world.db.auditEvent.findMany({ where: { targetId, action } });

describe("revealing", () => {
  test("shows the current secret, with one event for each time, and the secret in none of them", async () => {
    const { administrator, otherAdministrator } = world.acme;
    const key = await makeKey();
    expect(unwrap(await revealToken(administrator.context, { tokenId: key.id }))).toEqual({
      id: key.id,
      name: key.name,
      secret: key.secret,
    });
    const rotated = unwrap(await rotateToken(administrator.context, { tokenId: key.id, graceSeconds: 3600 }));
    const again = unwrap(await revealToken(otherAdministrator.context, { tokenId: key.id }));
    expect(again.secret).toBe(rotated.secret);
    const events = await eventsOf(key.id, "token.reveal");
    expect(events.map((event) => [event.actorName, event.outcome])).toEqual([
      [administrator.name, "done"],
      [otherAdministrator.name, "done"],
    ]);
    for (const secret of [key.secret, rotated.secret])
      expect(JSON.stringify(events)).not.toContain(secret.slice(12, -4));
  });

  test.each(["disabled", "expired"] as const)(
    "also of a key that is %s: one must be able to tell which it is",
    async (state) => {
      const key = await makeKey(world.acme, state);
      const shown = unwrap(await revealToken(world.acme.administrator.context, { tokenId: key.id }));
      expect(shown.secret).toBe(key.secret);
    },
  );

  test("a deleted key is gone for good", async () => {
    const key = await makeKey(world.acme, "deleted");
    expect(codeOf(await revealToken(world.acme.administrator.context, { tokenId: key.id }))).toBe(
      "token_deleted",
    );
  });

  test.each(["impersonation", "organization", "account"] as const)(
    "a token of type %s is shown once only",
    async (type) => {
      const token = await makeToken(world.acme, { type });
      expect(codeOf(await revealToken(world.acme.administrator.context, { tokenId: token.id }))).toBe(
        "not_revealable",
      );
    },
  );

  test("a personal token is not shown to an administrator", async () => {
    const token = await makeToken(world.acme, { type: "personal", by: world.acme.member });
    expect(codeOf(await revealToken(world.acme.administrator.context, { tokenId: token.id }))).toBe(
      "not_revealable",
    );
  });

  test("needs a password that was confirmed in the last ten minutes", async () => {
    const key = await makeKey();
    const { userId, name } = world.acme.administrator;
    const person = await signInPerson(world.db, world.clock, {
      userId,
      name,
      accountId: world.acme.accountId,
    });
    const confirmed = (secondsAgo: number) =>
      world.db.session.update({
        where: { id: person.sessionId },
        data: { reauthenticatedAt: new Date(world.clock.now.getTime() - secondsAgo * 1000) },
      });
    await confirmed(reauthenticationSecondsMax + 1);
    expect(codeOf(await revealToken(person.context, { tokenId: key.id }))).toBe("reauthentication_required");
    // Before the clock was set back by hours.
    await confirmed(-6 * 3600);
    expect(codeOf(await revealToken(person.context, { tokenId: key.id }))).toBe("reauthentication_required");
    expect(await eventsOf(key.id, "token.reveal")).toEqual([]);
    await confirmed(reauthenticationSecondsMax);
    expect(codeOf(await revealToken(person.context, { tokenId: key.id }))).toBe("done");
  });

  test.each(["auditor", "member", "operatorMember"] as const)(
    "is refused to %s, on the record",
    async (role) => {
      const key = await makeKey();
      expect(codeOf(await revealToken(world.acme[role].context, { tokenId: key.id }))).toBe("forbidden");
      const refused = await world.db.auditEvent.findFirst({
        where: { action: "access.refused", actorId: world.acme[role].userId },
        orderBy: { id: "desc" },
      });
      expect(refused?.details).toEqual({ attempted: "token.reveal" });
    },
  );

  test("another account's administrator, a stranger and bad input get nothing", async () => {
    const key = await makeKey(world.other);
    const { context } = world.acme.administrator;
    expect(codeOf(await revealToken(context, { tokenId: key.id }))).toBe("not_found");
    expect(codeOf(await revealToken(context, { tokenId: randomUUID() }))).toBe("not_found");
    expect(codeOf(await revealToken(context, { tokenId: "x" }))).toBe("invalid_input");
    expect(codeOf(await revealToken(world.stranger, { tokenId: key.id }))).toBe("unauthenticated");
  });

  test("without its event it is not shown", async () => {
    const key = await makeKey();
    await withUnwritableAudit(world, async () => {
      await expect(revealToken(world.acme.administrator.context, { tokenId: key.id })).rejects.toThrow();
    });
  });

  test("a row that somebody put in its place is not shown, and no one is told what it holds", async () => {
    const [key, beside] = [await makeKey(), await makeKey()];
    const rowOf = (tokenId: string) =>
      world.db.tokenSecretCiphertext.findFirstOrThrow({ where: { secret: { tokenId } } });
    const [own, taken] = [await rowOf(key.id), await rowOf(beside.id)];
    await world.db.tokenSecretCiphertext.delete({ where: { secretId: own.secretId } });
    await world.db.tokenSecretCiphertext.create({ data: { ...taken, secretId: own.secretId } });
    await expect(revealToken(world.acme.administrator.context, { tokenId: key.id })).rejects.toThrow(
      "does not open",
    );
  });
});

describe("copying", () => {
  test("is recorded for administrators, with the last four characters only", async () => {
    const key = await makeKey();
    expect(codeOf(await recordSecretCopied(world.acme.administrator.context, { tokenId: key.id }))).toBe(
      "done",
    );
    const [event] = await eventsOf(key.id, "token.secret_copied");
    expect(event?.details).toEqual({ type: "api_key", last4: key.secret.slice(-4) });
  });

  test.each(["auditor", "member"] as const)(
    "cannot be claimed by a person with the role %s",
    async (role) => {
      const key = await makeKey();
      expect(codeOf(await recordSecretCopied(world.acme[role].context, { tokenId: key.id }))).toBe(
        "not_found",
      );
      expect(codeOf(await recordSecretCopied(world.other.administrator.context, { tokenId: key.id }))).toBe(
        "not_found",
      );
      expect(await eventsOf(key.id, "token.secret_copied")).toEqual([]);
    },
  );
});

describe("the list", () => {
  test("has the organization's live keys, newest first, and no secret", async () => {
    const organizationId = await createOrganization(world.db, world.clock, world.acme.accountId, "Listed");
    const { context } = world.acme.administrator;
    const makeListed = async (name: string) => {
      world.clock.advance(1);
      return makeToken(world.acme, { type: "api_key", name, organizationId });
    };
    const [one, two] = [await makeListed("One"), await makeListed("Two")];
    await makeTokenInState(world, world.acme, "deleted", { type: "api_key", name: "Gone", organizationId });
    await makeToken(world.acme, { type: "organization", name: "Not a key", organizationId });
    unwrap(await disableToken(context, { tokenId: one.id }));
    const page = unwrap(await listApiKeys(context, { organizationId }));
    expect(page.keys.map((key) => [key.name, key.status])).toEqual([
      ["Two", "active"],
      ["One", "disabled"],
    ]);
    expect(page.organization).toMatchObject({ id: organizationId, keyCap: 20, defaultKeyId: one.id });
    for (const { secret } of [one, two]) expect(JSON.stringify(page)).not.toContain(secret.slice(12, -4));
    const names = page.organizations.map((organization) => organization.name);
    expect(names).toContain("Listed");
    expect(names).not.toContain(world.other.organizationName);
  });

  test("without a choice it is the first organization's by name", async () => {
    const page = unwrap(await listApiKeys(world.other.administrator.context, {}));
    expect(page.organization?.id).toBe(page.organizations[0]!.id);
  });

  test("is for administrators, of their own account", async () => {
    const organizationId = world.other.organizationId;
    expect(codeOf(await listApiKeys(world.acme.administrator.context, { organizationId }))).toBe("not_found");
    expect(codeOf(await listApiKeys(world.acme.administrator.context, { organizationId: "x" }))).toBe(
      "invalid_input",
    );
    for (const role of ["auditor", "member", "operatorMember"] as const)
      expect(codeOf(await listApiKeys(world.acme[role].context, {}))).toBe("forbidden");
    expect(codeOf(await listApiKeys(world.stranger, {}))).toBe("unauthenticated");
  });
});
