import { createPublicKey } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenExports, openExports } from "@/api/testing/exports";
import { isWholeLog, successorOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { logHandoversPath, logKeyPath } from "@/domain/audit/log-key-path";
import { rotateLogKey } from "@/services/audit/log/rotate-key";
import { signLog } from "@/services/audit/log/sign-log";
import { readLog, sealAll } from "@/services/testing/audit-log";
import { makeToken, unwrap } from "@/services/testing/tokens";

let on: OpenExports;
beforeAll(async () => {
  on = await openExports();
});
afterAll(() => on.close());

const address = "audit/checkpoint";

test("before the first checkpoint there is neither key nor note, and both are said to be missing", async () => {
  expect((await fetch(`${on.api.url}${logKeyPath}`)).status).toBe(404);
  expect((await on.get(on.first.exportToken, address)).status).toBe(404);
});

test("an export token gets its account's note, which the published key and a second verifier prove; anybody gets the key", async () => {
  await sealAll(on.world);
  for (const account of [on.world.acme.accountId, on.world.other.accountId])
    await signLog(on.world.cli, account, on.world.clock.now);
  const answer = await fetch(`${on.api.url}${logKeyPath}`);
  const pem = await answer.text();
  expect(answer.headers.get("content-type")).toBe("application/x-pem-file");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
  expect(createPublicKey(pem).asymmetricKeyType).toBe("ed25519");
  const byAccount = new Map([
    [on.first, on.world.acme.accountId],
    [on.foreign, on.world.other.accountId],
  ]);
  for (const [ground, accountId] of byAccount) {
    const { status, text, headers } = await on.get(ground.exportToken, address);
    expect([status, headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    const rows = await readLog(on.world, accountId);
    expect(isWholeLog(rows.slice(0, Number(text.split("\n")[1])), Buffer.from(text), pem)).toBe(true);
  }
});

test("after the key was replaced anybody gets both, each with its time, and the note that leads from one to the other", async () => {
  const path = `${on.api.url}${logHandoversPath}`;
  expect((await fetch(path)).status).toBe(404);
  const { pem, retiredPem, handover } = unwrap(await rotateLogKey(on.world.cli, {}));
  const keys = await (await fetch(`${on.api.url}${logKeyPath}`)).text();
  expect([keys.indexOf(pem) > 0, keys.indexOf(retiredPem) > keys.indexOf(pem)]).toEqual([true, true]);
  expect(keys).toMatch(
    /^Signs since 2026-\S+Z\n-----BEGIN[\s\S]+\nSigned from 2026-\S+Z to 2026-\S+Z\n-----BEGIN/,
  );
  // Tools that know nothing of the text around it read the first one: that which signs.
  expect(createPublicKey(keys).export({ type: "spki", format: "pem" })).toBe(pem);
  const notes = await fetch(path);
  expect(notes.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const text = await notes.text();
  expect(text).toBe(handover);
  expect(successorOf(Buffer.from(text), retiredPem)).toBe(pem);
});

test("no other type of token gets it, and nobody without one", async () => {
  const personal = await makeToken(on.world.acme, { type: "personal", name: "A personal one" });
  expect((await on.get(personal.secret, address)).status).toBe(403);
  expect((await fetch(`${on.api.url}/api/v1.0/export/${address}`)).status).toBe(401);
  const account = await makeToken(on.world.acme, { type: "account" });
  expect((await on.get(account.secret, address)).text).toBe(
    (await on.get(on.first.exportToken, address)).text,
  );
  expect((await on.get(account.secret, `${address}?_oid=${on.foreign.organizationId}`)).status).toBe(403);
});
