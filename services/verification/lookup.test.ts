import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken } from "@/services/testing/tokens";
import { createLookup, type Lookup, type LookupBounds, lookupBounds } from "@/services/verification/lookup";
import { lookupSettings } from "@/services/verification/lookup-row";
import { wholeText } from "@/services/verification/read-secrets";
import { shortText } from "@/services/verification/read-short";

let world: Awaited<ReturnType<typeof openWorld>>;
const opened: Lookup[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => {
  for (const lookup of opened.splice(0)) lookup.close();
});
afterAll(() => world.close());

function open(bounds: Partial<LookupBounds> = {}, url = world.url): Lookup {
  const lookup = createLookup(url, { ...lookupBounds, ...bounds });
  opened.push(lookup);
  return lookup;
}
/** On a loaded machine: these tests are not about time. */
const patient = { statementMsMax: 10_000, connectMsMax: 10_000, waitMsMax: 10_000 };
const digestOf = async () => testKeys.digest((await makeToken(world.acme)).secret);

describe("batches", () => {
  test("calls that arrive together are answered by one statement, equal ones by one key", async () => {
    const lookup = open(patient);
    const digests = await Promise.all(Array.from({ length: 20 }, digestOf));
    const found = await Promise.all([...digests, ...digests].map((digest) => lookup.find(digest, null)));
    expect(found.map((row) => row?.facts.token.name)).toEqual(new Array(40).fill("Nightly sync"));
    expect(new Set(found.map((row) => row?.facts.secretId)).size).toBe(20);
    expect(lookup.counts()).toEqual({ statements: 1, keys: 20 });
  });

  test("each caller gets its own token's rows, and null where there is none", async () => {
    const lookup = open(patient);
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, i) => makeToken(i % 2 ? world.acme : world.other)),
    );
    await Promise.all(
      tokens.flatMap((token) => [
        lookup
          .find(testKeys.digest(token.secret), null)
          .then((row) => expect(row?.facts.token.id).toBe(token.id)),
        lookup.find(randomBytes(32), null).then((row) => expect(row).toBeNull()),
      ]),
    );
  });

  test("the named organization is found in the token's own account only, per request", async () => {
    const lookup = open(patient);
    const digest = await digestOf();
    const [none, own, foreign] = await Promise.all([
      lookup.find(digest, null),
      lookup.find(digest, world.acme.organizationId),
      lookup.find(digest, world.other.organizationId),
    ]);
    expect(none?.facts.askedOrganization).toBeNull();
    expect(own?.facts.askedOrganization?.id).toBe(world.acme.organizationId);
    expect(foreign?.facts.askedOrganization).toBeNull();
    expect(lookup.counts().statements).toBe(1);
  });

  test("a call never joins a statement under way: what changed before the call is seen by it", async () => {
    const lookup = open({ ...patient, connections: 1 });
    const token = await makeToken(world.acme);
    const digest = testKeys.digest(token.secret);
    await lookup.find(digest, null);
    // The statement under way waits for this lock.
    await world.run('BEGIN; LOCK TABLE "TokenSecret" IN ACCESS EXCLUSIVE MODE');
    const early = lookup.find(digest, null);
    await expect.poll(() => lookup.counts().statements).toBe(2);
    await world.run("COMMIT");
    await world.run('UPDATE "Token" SET "disabledAt" = now() WHERE "id" = $1', [token.id]);
    const late = lookup.find(digest, null);
    await early;
    expect((await late)?.facts.token.disabledAt).toBeInstanceOf(Date);
    expect(lookup.counts().statements).toBe(3);
  });

  test("no statement has more keys than its bound, and no more run at once than there are connections", async () => {
    const lookup = open({ ...patient, keysPerStatementMax: 10 });
    await Promise.all(Array.from({ length: 95 }, () => lookup.find(randomBytes(32), null)));
    expect(lookup.counts()).toEqual({ statements: 10, keys: 95 });
    // Those of earlier tests may still be ending.
    const countConnections = () =>
      world.run(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'keydesk-verification' AND datname = current_database()",
      );
    await expect.poll(countConnections).toEqual([{ n: 2 }]);
  });

  test("the plan goes by index whatever the size of the tables", async () => {
    for (const [name, value] of Object.entries(lookupSettings)) await world.run(`SET ${name} = ${value}`);
    for (const text of [wholeText, shortText]) {
      const hasOrganizations = text === wholeText;
      const types = [
        "bytea",
        ...(hasOrganizations ? ["uuid[]"] : []),
        "pg_snapshot",
        "timestamptz",
        "timestamptz",
      ];
      await world.run(`PREPARE planned (${types}) AS ${text}`);
      const values = [
        "'\\x00'",
        ...(hasOrganizations ? ["ARRAY[NULL]::uuid[]"] : []),
        "'1:1:'",
        "now()",
        "now()",
      ];
      const plan = JSON.stringify(await world.run(`EXPLAIN EXECUTE planned (${values})`));
      await world.run("DEALLOCATE planned");
      expect(plan).not.toContain("Seq Scan");
      // The tree where there are few, the hash index among many.
      expect(plan).toMatch(/TokenSecret_digest_(key|idx)/);
      expect(plan).toContain("ContextChange_xid_idx");
      // Of an inner table that is gone through whole for each token, only the small would be quick.
      expect(plan).not.toMatch(/Materialize|Join Filter/);
      expect(plan.includes("Token_pkey")).toBe(hasOrganizations);
    }
    await world.run("RESET ALL");
  });
});

describe("bounds", () => {
  test("past the waiting ones further calls are sent away as overloaded, and the waiting are answered", async () => {
    const lookup = open({ ...patient, waitingMax: 5, connections: 1 });
    const calls = Array.from({ length: 8 }, () => lookup.find(randomBytes(32), null));
    const results = await Promise.allSettled(calls);
    expect(results.map((result) => result.status === "fulfilled")).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect((results[7] as PromiseRejectedResult).reason).toMatchObject({ code: "overloaded" });
  });

  test("a statement that takes too long is given up by server and caller, and the next one works", async () => {
    const lookup = open({ ...patient, statementMsMax: 1_000 });
    // A second may be too short on a machine that is busy.
    const ask = () => lookup.find(randomBytes(32), null).catch(() => "refused");
    await expect.poll(ask).toBeNull();
    await world.run('BEGIN; LOCK TABLE "TokenSecret" IN ACCESS EXCLUSIVE MODE');
    await expect(lookup.find(randomBytes(32), null)).rejects.toMatchObject({ code: "database_unavailable" });
    await world.run("COMMIT");
    await expect.poll(ask).toBeNull();
  });
});

describe("without a database", () => {
  test("down: refused quickly; up again: answered without a restart", async () => {
    const proxy = await openTcpProxy(world.url);
    const lookup = open({ ...patient, awayMs: 50 }, proxy.url);
    const digest = await digestOf();
    expect(await lookup.find(digest, null)).not.toBeNull();
    await proxy.cut();
    const start = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => lookup.find(digest, null)));
    expect(performance.now() - start).toBeLessThan(5_000);
    for (const result of results) {
      expect(result).toMatchObject({ status: "rejected", reason: { code: "database_unavailable" } });
    }
    await proxy.mend();
    await expect
      .poll(() =>
        lookup.find(digest, null).then(
          (row) => row?.facts.token.name,
          () => "away",
        ),
      )
      .toBe("Nightly sync");
    await proxy.close();
  });

  test("silent: refused within the statement's bound and half a second, those that waited with it", async () => {
    const proxy = await openTcpProxy(world.url);
    const lookup = open({ ...patient, statementMsMax: 3_000, connectMsMax: 3_000, awayMs: 50 }, proxy.url);
    const digest = await digestOf();
    await lookup.find(digest, null);
    proxy.hold();
    const start = performance.now();
    const calls = Array.from({ length: 50 }, () => lookup.find(digest, null).catch((error) => error.code));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["database_unavailable"]));
    // One after the other they would take 150.
    expect(performance.now() - start).toBeLessThan(20_000);
    await proxy.mend();
    await expect
      .poll(() =>
        lookup.find(digest, null).then(
          (row) => row?.facts.token.name,
          () => "away",
        ),
      )
      .toBe("Nightly sync");
    await proxy.close();
  });

  test("a connection that the server ended is replaced unnoticed", async () => {
    const lookup = open(patient);
    const digest = await digestOf();
    await lookup.find(digest, null);
    await world.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keydesk-verification' AND datname = current_database()",
    );
    expect((await lookup.find(digest, null))?.facts.token.name).toBe("Nightly sync");
  });
});
