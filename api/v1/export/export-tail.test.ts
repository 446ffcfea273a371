import { get as httpGet } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenExports, openExports } from "@/api/testing/exports";
import { sealAll, startPatientSealer } from "@/services/testing/audit-log";
import { writeRacingEvents } from "@/services/testing/racing-events";
import { makeToken } from "@/services/testing/tokens";

let on: OpenExports;
beforeAll(async () => {
  on = await openExports();
});
afterAll(() => on.close());

type Row = { readonly seq: number; readonly id: string; readonly action: string };

/**
 * Reads on from a number, and is killed after so many bytes (null: never). Gives the rows whose lines it had whole: what a consumer
 * that writes them down as they come still has when it is started again.
 */
function read(after: number, bytesMax: number | null): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const address = `${on.api.url}/api/v1.0/export/audit.jsonl?after=${after}`;
    const headers = { authorization: `Bearer ${on.first.exportToken}` };
    const request = httpGet(address, { agent: false, headers }, async (response) => {
      let text = "";
      try {
        if (response.statusCode !== 200) throw new Error(`${response.statusCode}`);
        for await (const part of response.setEncoding("latin1")) {
          text += part;
          if (bytesMax !== null && text.length >= bytesMax) break;
        }
        response.destroy();
        const kept = bytesMax === null ? text : text.slice(0, bytesMax);
        const lines = kept.split("\n").slice(0, -1);
        resolve(lines.map((line) => JSON.parse(Buffer.from(line, "latin1").toString("utf8"))));
      } catch (error) {
        reject(error);
      }
    });
    request.on("error", reject);
  });
}

test("a consumer that is killed anywhere and resumed again and again has every event once and in order, while writers race", async () => {
  const { first, second, world } = on;
  await sealAll(world);
  const sealers = [0, 1].map(() => startPatientSealer(world.url));
  const had: Row[] = [];
  let isWriting = true;
  let [kills, turn] = [0, 0];
  const goOn = async () => {
    turn += 1;
    // Every byte of a row is met: the cuts walk through its length.
    const bytesMax = turn % 5 === 0 ? null : 300 + ((turn * 1_973) % 8_000);
    const rows = await read(had.at(-1)?.seq ?? 0, bytesMax);
    if (bytesMax !== null) kills += 1;
    had.push(...rows);
    return rows.length;
  };
  const sealing = sealers.map(async (sealer) => {
    while (isWriting) await sealer.seal();
  });
  const following = (async () => {
    while (isWriting) await goOn();
  })();
  const kept = await writeRacingEvents({
    url: world.url,
    accountId: world.acme.accountId,
    organizationId: first.organizationId,
    otherOrganizationId: second.organizationId,
  });
  isWriting = false;
  await Promise.all([...sealing, following]);
  await Promise.all(sealers.map((sealer) => sealer.close()));
  await sealAll(world);
  // Each reading is an event too: the end is when all of the race are there.
  const raced = () => had.filter((row) => row.action === "organization.edit").map((row) => row.id);
  for (let i = 0; (raced().length < kept.length || kills < 12) && i < 300; i++) await goOn();

  expect(raced().toSorted()).toEqual(kept.toSorted());
  expect(had.map((row) => row.seq)).toEqual(
    [...new Set(had.map((row) => row.seq))].toSorted((a, b) => a - b),
  );
  expect(kills).toBeGreaterThanOrEqual(12);
  // What it has is what a consumer has that was never killed.
  const all = await read(0, null);
  expect(had.map((row) => row.id)).toEqual(all.slice(0, had.length).map((row) => row.id));
});

test("each reading says by which id its manifest is found; it proves the rows up to its checkpoint; another organization's token finds none", async () => {
  const { first, second, foreign } = on;
  const [, third] = await read(0, null);
  const { status, headers, text } = await on.get(first.exportToken, `audit.jsonl?after=${third!.seq}`);
  expect(status).toBe(200);
  const path = /<\/api\/v1\.0\/export\/([^>]+)>; rel="describedby"/.exec(headers.get("link") ?? "")?.[1];
  expect(path).toBe(`manifests/${headers.get("x-keydesk-export")}`);
  const manifest = JSON.parse((await on.get(first.exportToken, path!)).text);
  expect(manifest).toMatchObject({
    what: "audit",
    format: "jsonl",
    rows: text.split("\n").length - 1,
    bytes: Buffer.byteLength(text),
    filter: { organization: first.organizationId, after: String(third!.seq) },
    exportedBy: { kind: "token", id: first.exportTokenId },
    log: { logId: on.world.acme.accountId, skips: expect.any(Array), earlier: expect.any(Array) },
  });
  const last = text.split("\n").at(-2)!;
  expect(JSON.parse(last).seq).toBeLessThanOrEqual(Number(manifest.log.checkpoint.split("\n")[1]));
  for (const token of [second.exportToken, foreign.exportToken])
    expect(await on.problemOf(token, path!)).toMatchObject({ status: 404, code: "not_found" });
  expect(await on.problemOf(first.exportToken, `${path}/skips`)).toMatchObject({ status: 404 });
  expect(await on.problemOf(first.exportToken, "manifests/x")).toMatchObject({ status: 422 });
});

test("an account token, which names the organization, is led to the manifest by the address that it is given", async () => {
  const { secret } = await makeToken(on.world.acme, { type: "account", name: "Collector" });
  for (const query of [
    `audit.jsonl?_oid=${on.first.organizationId}`,
    `tokens.csv?_oid=${on.second.organizationId}`,
  ]) {
    const { headers } = await on.get(secret, query);
    const link = /<\/api\/v1\.0\/export\/([^>]+)>; rel="describedby"/.exec(headers.get("link") ?? "")?.[1];
    expect(JSON.parse((await on.get(secret, link!)).text)).toMatchObject({
      id: headers.get("x-keydesk-export"),
    });
  }
});
