import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGateway } from "@/services/gateways/create";
import { listGateways } from "@/services/gateways/list";
import { loadGateway } from "@/services/gateways/load";
import { renewGateway } from "@/services/gateways/renew";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const operator = () => world.acme.operator.context;
const add = async (more = {}) => unwrap(await createGateway(operator(), { name: "Edge", ...more }));
const ask = (made: { id: string; secret: string }, more = {}) => ({
  gatewayId: made.id,
  expectedLast4: made.secret.slice(-4),
  ...more,
});
const secretsOf = (tokenId: string) =>
  world.db.tokenSecret.findMany({ where: { tokenId }, orderBy: { createdAt: "asc" } });

describe("a gateway that is downloaded again", () => {
  test("gets a new token that is shown once; the one before it ends at once, and the kind may change", async () => {
    const made = await add({ kind: "nginx" });
    world.clock.advance(1);
    const renewed = unwrap(await renewGateway(operator(), ask(made, { kind: "caddy" })));
    expect(renewed).toMatchObject({ id: made.id, name: "Edge", kind: "caddy", graceUntil: null });
    const [old, current] = await secretsOf(made.tokenId);
    expect(old?.destroyedAt).toEqual(world.clock.now);
    expect(Buffer.from(current!.digest)).toEqual(testKeys.digest(renewed.secret));
    const { events, secrets } = unwrap(await loadGateway(operator(), { gatewayId: made.id }));
    expect(events.map(({ action }) => action)).toEqual(["gateway.renew", "gateway.create"]);
    expect(secrets.map(({ state }) => state)).toEqual(["current", "destroyed"]);
    expect(await world.dump()).not.toContain(renewed.secret.slice(-36));
    expect(JSON.stringify(await world.db.auditEvent.findMany())).not.toContain(renewed.secret.slice(-36));
  });

  test("with a grace period the one before it works until then, and the list says so", async () => {
    const made = await add();
    const renewed = unwrap(await renewGateway(operator(), ask(made, { graceSeconds: 3600 })));
    const end = new Date(world.clock.now.getTime() + 3_600_000);
    expect(renewed.graceUntil).toEqual(end);
    const row = async () => unwrap(await listGateways(operator())).find(({ id }) => id === made.id);
    expect((await row())?.graceUntil).toEqual(end);
    world.clock.advance(3600);
    expect((await row())?.graceUntil).toBeNull();
    world.clock.advance(-3600);
  });

  test("of several at once one shows a token", async () => {
    const made = await add();
    const results = await Promise.all(
      Array.from({ length: 5 }, () => renewGateway(operator(), ask(made, { graceSeconds: 86400 }))),
    );
    expect(results.map(codeOf).sort()).toEqual(["conflict", "conflict", "conflict", "conflict", "done"]);
    expect((await secretsOf(made.tokenId)).filter(({ destroyedAt }) => destroyedAt === null)).toHaveLength(2);
  });

  test.each([{}, { graceSeconds: 5 }, { kind: "apache" }, { expectedLast4: "x" }, { gatewayId: "x" }])(
    "bad input changes nothing: %j",
    async (bad) => {
      const made = await add();
      const before = await world.dump();
      const input = Object.keys(bad).length === 0 ? { gatewayId: made.id } : ask(made, bad);
      expect(codeOf(await renewGateway(operator(), input))).toBe("invalid_input");
      expect(await world.dump()).toBe(before);
    },
  );

  test("only operators do it, with a fresh password; another account's own is answered as if it did not exist", async () => {
    const made = await add();
    const { administrator, auditor, member } = world.acme;
    for (const person of [administrator, auditor, member])
      expect(codeOf(await renewGateway(person.context, ask(made)))).toBe("forbidden");
    expect(codeOf(await renewGateway(world.stranger, ask(made)))).toBe("unauthenticated");
    expect(codeOf(await renewGateway(world.other.operator.context, ask(made)))).toBe("not_found");
    expect(codeOf(await renewGateway(operator(), ask({ ...made, id: uuidv7() })))).toBe("not_found");
    world.clock.advance(601);
    expect(codeOf(await renewGateway(operator(), ask(made)))).toBe("reauthentication_required");
    world.clock.advance(-601);
    expect((await secretsOf(made.tokenId))[0]?.destroyedAt).toBeNull();
  });
});
