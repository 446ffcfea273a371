import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { rotateToken } from "@/services/tokens/rotate";
import { keyLookupText, type SigningSecret } from "@/services/verification/key-lookup-statement";
import { createLookup, type Lookup, lookupBounds } from "@/services/verification/lookup";
import { lookupSettings } from "@/services/verification/lookup-row";

/** On a loaded machine: these tests are not about time. */
const patient = { ...lookupBounds, statementMsMax: 10_000, connectMsMax: 10_000 };
let world: Awaited<ReturnType<typeof openWorld>>;
let lookup: Lookup;
beforeAll(async () => {
  world = await openWorld();
  lookup = createLookup(world.url, patient);
});
afterAll(async () => {
  lookup.close();
  await world.close();
});

const open = ({ sealed, facts }: SigningSecret) =>
  sealed === null
    ? null
    : testKeys.envelope.open(sealed, {
        accountId: facts.account.id,
        tokenId: facts.token.id,
        secretId: facts.secretId,
      });
const secretsOf = async (tokenId: string) => (await lookup.findKey(tokenId, null)).map(open);

test("a key is found with the secret that it has, and with both during a rotation", async () => {
  const { context } = world.acme.administrator;
  const key = await makeToken(world.acme, { type: "api_key" });
  expect(await secretsOf(key.id)).toEqual([key.secret]);
  const rotated = unwrap(await rotateToken(context, { tokenId: key.id, graceSeconds: 3600 }));
  expect((await secretsOf(key.id)).sort()).toEqual([key.secret, rotated.secret].sort());
  const retiring = (await lookup.findKey(key.id, null)).find((secret) => secret.facts.retiresAt !== null);
  expect(retiring && open(retiring)).toBe(key.secret);
  unwrap(await finishRotation(context, { tokenId: key.id }));
  expect(await secretsOf(key.id)).toEqual([rotated.secret]);
});

test("other types, unknown ids and digests are no keys; a deleted key is a tombstone without a secret", async () => {
  const [token, gone] = [
    await makeToken(world.acme, { type: "organization" }),
    await makeTokenInState(world, world.acme, "deleted", { type: "api_key" }),
  ];
  expect(await lookup.findKey(token.id, null)).toEqual([]);
  expect(await lookup.findKey(randomUUID(), null)).toEqual([]);
  const found = await lookup.findKey(gone.id, null);
  expect(found.map((secret) => [secret.facts.token.id, secret.sealed])).toEqual([[gone.id, null]]);
  expect(found[0]?.facts.token.deletedAt).toBeInstanceOf(Date);
});

test("calls that arrive together are one statement, each with its own key's rows and its own organization", async () => {
  const own = createLookup(world.url, patient);
  const organizations = await Promise.all(
    ["One", "Two", "Three"].map((name) =>
      createOrganization(world.db, world.clock, world.other.accountId, name),
    ),
  );
  const keys = await Promise.all(
    organizations.map((organizationId) => makeToken(world.other, { type: "api_key", organizationId })),
  );
  const found = await Promise.all(
    [...keys, ...keys].map((key, i) => own.findKey(key.id, i < 3 ? null : world.other.organizationId)),
  );
  expect(found.map(([secret]) => open(secret!))).toEqual([...keys, ...keys].map((key) => key.secret));
  expect(found.map(([secret]) => secret!.facts.askedOrganization?.id ?? null)).toEqual([
    ...new Array(3).fill(null),
    ...new Array(3).fill(world.other.organizationId),
  ]);
  expect(own.counts()).toEqual({ statements: 1, keys: 6 });
  own.close();
});

test("the plan goes by index whatever the size of the tables", async () => {
  for (const [name, value] of Object.entries(lookupSettings)) await world.run(`SET ${name} = ${value}`);
  const id = `ARRAY['${randomUUID()}']`;
  const plan = await world.run(`EXPLAIN ${keyLookupText.replaceAll("$1", id).replace("$2", "ARRAY[NULL]")}`);
  await world.run("RESET ALL");
  expect(JSON.stringify(plan)).not.toContain("Seq Scan");
});
