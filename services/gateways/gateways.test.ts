import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGateway } from "@/services/gateways/create";
import { deleteGateway } from "@/services/gateways/delete";
import { listGateways } from "@/services/gateways/list";
import { loadGateway } from "@/services/gateways/load";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const operator = () => world.acme.operator.context;
const events = (action: string) => world.db.auditEvent.count({ where: { action } });

describe("adding a gateway", () => {
  test("shows its secret once, keeps the digest, and is in the audit trail without it", async () => {
    const made = unwrap(await createGateway(operator(), { name: "  Edge Berlin " }));
    expect(made).toMatchObject({ name: "Edge Berlin", forDeployment: false });
    const secret = await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: made.tokenId } });
    expect(Buffer.from(secret.digest)).toEqual(testKeys.digest(made.secret));
    const event = await world.db.auditEvent.findFirstOrThrow({ where: { targetId: made.id } });
    expect(event).toMatchObject({ action: "gateway.create", actorId: world.acme.operator.userId });
    expect(await world.dump()).not.toContain(made.secret.slice(-36));
    expect(JSON.stringify(event)).not.toContain(made.secret.slice(-36));
    expect(JSON.stringify(unwrap(await listGateways(operator())))).not.toContain(made.secret.slice(-36));
  });

  test("a double submit makes one", async () => {
    const input = { name: "Twice", requestKey: uuidv7() };
    const results = await Promise.all(Array.from({ length: 5 }, () => createGateway(operator(), input)));
    expect(results.map(codeOf).sort()).toEqual(["done", ...new Array(4).fill("duplicate_request")]);
    expect(await world.db.gateway.count({ where: { name: "Twice" } })).toBe(1);
  });

  test.each([
    [{}],
    [{ name: "" }],
    [{ name: "x".repeat(201) }],
    [{ name: "a\u0000b" }],
    [{ name: "x", forDeployment: "yes" }],
    ["x"],
  ])("bad input is refused and changes nothing: %j", async (input) => {
    const before = await world.dump();
    expect(codeOf(await createGateway(operator(), input))).toBe("invalid_input");
    expect(await world.dump()).toBe(before);
  });

  test("takes neither account nor owner from its input", async () => {
    const extra = { accountId: world.other.accountId, userId: world.other.administrator.userId };
    const made = unwrap(await createGateway(operator(), { name: "Mine", ...extra }));
    expect(await world.db.gateway.findUniqueOrThrow({ where: { id: made.id } })).toMatchObject({
      accountId: world.acme.accountId,
    });
  });

  test("without its audit row it does not happen", async () => {
    const before = await world.dump();
    await world.run('ALTER TABLE "AuditEvent" ADD CONSTRAINT unwritable CHECK (false) NOT VALID');
    await expect(createGateway(operator(), { name: "Unseen" })).rejects.toThrow();
    await world.run('ALTER TABLE "AuditEvent" DROP CONSTRAINT unwritable');
    expect(await world.dump()).toBe(before);
  });
});

describe("who may", () => {
  const people = () => {
    const { administrator, auditor, member, operatorMember, operator: olga } = world.acme;
    return [
      ["administrator", administrator.context, "forbidden"],
      ["auditor", auditor.context, "forbidden"],
      ["member", member.context, "forbidden"],
      ["nobody", world.stranger, "unauthenticated"],
      ["operator", olga.context, "done"],
      ["operator who is a member", operatorMember.context, "done"],
    ] as const;
  };

  test("only operators add, see and remove gateways; what was refused changes nothing and is in the trail", async () => {
    for (const [who, context, expected] of people()) {
      const { id } = unwrap(await createGateway(operator(), { name: "Seen" }));
      const [gateways, refused] = [await world.db.gateway.count(), await events("access.refused")];
      const outcomes = [
        await createGateway(context, { name: who }),
        await listGateways(context),
        await loadGateway(context, { gatewayId: id }),
      ];
      expect([who, ...outcomes.map(codeOf)]).toEqual([who, expected, expected, expected]);
      const removed = await deleteGateway(context, { gatewayId: id });
      expect(codeOf(removed)).toBe(expected);
      if (expected !== "done") expect(await world.db.gateway.count()).toBe(gateways);
      if (expected === "forbidden") expect(await events("access.refused")).toBe(refused + 3); // add, look, remove
    }
  });

  test("adding needs a password that was confirmed in the last ten minutes", async () => {
    world.clock.advance(601);
    try {
      expect(codeOf(await createGateway(operator(), { name: "Late" }))).toBe("reauthentication_required");
    } finally {
      world.clock.advance(-601);
    }
  });

  test("another account's own gateway is answered as if it did not exist; one of the deployment is everybody's", async () => {
    const theirs = world.other.operator.context;
    const own = unwrap(await createGateway(theirs, { name: "Theirs" }));
    const everybodys = unwrap(await createGateway(theirs, { name: "Everybody's", forDeployment: true }));
    const names = unwrap(await listGateways(operator())).map((gateway) => gateway.name);
    expect(names).toContain("Everybody's");
    expect(names).not.toContain("Theirs");
    expect(codeOf(await loadGateway(operator(), { gatewayId: own.id }))).toBe("not_found");
    expect(codeOf(await deleteGateway(operator(), { gatewayId: own.id }))).toBe("not_found");
    expect(codeOf(await deleteGateway(operator(), { gatewayId: uuidv7() }))).toBe("not_found");
    expect(codeOf(await deleteGateway(operator(), { gatewayId: everybodys.id }))).toBe("done");
  });
});

describe("removing a gateway", () => {
  test("destroys its secrets for good and leaves a tombstone; of many at once one does it", async () => {
    const made = unwrap(await createGateway(operator(), { name: "Gone" }));
    const results = await Promise.all(
      Array.from({ length: 5 }, () => deleteGateway(operator(), { gatewayId: made.id })),
    );
    expect(results.map(codeOf).sort()).toEqual(["done", ...new Array(4).fill("not_found")]);
    const row = await world.db.gateway.findUniqueOrThrow({
      where: { id: made.id },
      include: { token: { include: { secrets: true } } },
    });
    expect(row.deletedAt).toEqual(world.clock.now);
    expect(row.token.deletedAt).toEqual(world.clock.now);
    expect(row.token.secrets.every((secret) => secret.destroyedAt !== null)).toBe(true);
    expect(await world.db.auditEvent.count({ where: { targetId: made.id, action: "gateway.delete" } })).toBe(
      1,
    );
    expect(unwrap(await listGateways(operator())).map((gateway) => gateway.id)).not.toContain(made.id);
  });
});
