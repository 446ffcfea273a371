import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostileNames, hostileNotes, type OpenExports, openExports } from "@/api/testing/exports";
import { unguardCell } from "@/domain/text/csv-cell";
import { readCsv } from "@/domain/text/read-csv";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";

let on: OpenExports;
beforeAll(async () => {
  on = await openExports();
});
afterAll(() => on.close());

const formats = ["csv", "json", "jsonl"] as const;

describe("the files", () => {
  test("each format has its type with charset, a name to save it under, and its number of rows; HEAD gives the same without a body", async () => {
    const types = {
      csv: "text/csv; charset=utf-8; header=present",
      json: "application/json; charset=utf-8",
      jsonl: "application/x-ndjson; charset=utf-8",
    };
    const before = await on.world.db.auditEvent.count({ where: { action: "export.read" } });
    for (const format of formats) {
      for (const method of ["GET", "HEAD"]) {
        const { status, headers, text } = await on.get(on.second.exportToken, `tokens.${format}`, { method });
        expect(status).toBe(200);
        expect(headers.get("content-type")).toBe(types[format]);
        expect(headers.get("content-disposition")).toBe(
          `attachment; filename="tokens-2026-06-15.${format}"; filename*=UTF-8''tokens%20%3DSecond%202026-06-15.${format}`,
        );
        expect(headers.get("cache-control")).toBe("no-store");
        expect(headers.get("x-keydesk-rows")).toBe(method === "GET" ? String(hostileNames.length + 1) : null);
        expect(text === "").toBe(method === "HEAD");
      }
    }
    // A HEAD shows nothing and leaves no event.
    expect(await on.world.db.auditEvent.count({ where: { action: "export.read" } })).toBe(
      before + formats.length,
    );
  });

  test("the manifest has the name that a verifier looks for beside the file, whichever of its two names the file got", async () => {
    const namesOf = (headers: Headers) =>
      /filename="([^"]+)"; filename\*=UTF-8''(\S+)$/.exec(headers.get("content-disposition") ?? "")?.slice(1);
    const exported = (await on.get(on.second.exportToken, "audit.jsonl")).headers;
    const id = exported.get("x-keydesk-export");
    const { headers } = await on.get(on.second.exportToken, `manifests/${id}`);
    expect(namesOf(exported)).toHaveLength(2);
    expect(namesOf(headers)).toEqual(namesOf(exported)?.map((name) => `${name}.manifest.json`));
  });

  test("hostile names and notes come back from every format as they were; no CSV cell starts a formula", async () => {
    const wanted = hostileNames.map((name, i) => [name, hostileNotes[i % hostileNotes.length]!.trim()]);
    const objects = await on.rowsOf(on.first.exportToken, "tokens.json");
    const lines = (await on.get(on.first.exportToken, "tokens.jsonl")).text.split("\n");
    expect(lines.pop()).toBe("");
    // The last one is the export token itself, whose use is counted meanwhile.
    expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(objects.slice(0, -1));
    expect(objects.slice(0, -1).map((row) => [row.name, row.notes])).toEqual(wanted);
    const csv = (await on.get(on.first.exportToken, "tokens.csv")).text;
    const [header, ...records] = parse(csv, {
      record_delimiter: "\r\n",
      relax_column_count: false,
    }) as string[][];
    expect(header).toEqual(Object.keys(objects[0]!));
    expect(records.map((cells) => cells.slice(0, 4).map(unguardCell))).toEqual(
      objects.map(({ id, type, name, notes }) => [id, type, name, notes]),
    );
    for (const cell of records.flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝\t\r\n]/);
    expect(readCsv(csv).map((cells) => cells[2])).toEqual(["name", ...objects.map((row) => row.name)]);
  });

  test("bom=1 puts a byte order mark before CSV, once; other formats know no such parameter", async () => {
    // Hours that are over: these calls are usage, too, and are added up meanwhile.
    const over = "to=2026-06-15T10:00:00Z";
    const plain = await on.get(on.first.exportToken, `usage.csv?${over}`);
    const marked = await fetch(`${on.api.url}/api/v1.0/export/usage.csv?bom=1&${over}`, {
      headers: { authorization: `Bearer ${on.first.exportToken}` },
    });
    const bytes = Buffer.from(await marked.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.subarray(3).toString("utf8")).toBe(plain.text);
    expect(await on.problemOf(on.first.exportToken, "usage.json?bom=1")).toMatchObject({
      status: 422,
      fields: { bom: expect.anything() },
    });
  });

  test("tokens: live ones, with the deleted ones when asked, by id, with status, and times in UTC", async () => {
    const gone = await makeToken(on.world.acme, {
      type: "organization",
      name: "Gone",
      organizationId: on.second.organizationId,
    });
    unwrap(await deleteToken(on.world.acme.administrator.context, { tokenId: gone.id }));
    await on.world.run(
      `UPDATE "Token" SET "disabledAt" = $2, "ipAllowList" = '{10.0.0.0/8,2001:db8::/32}' WHERE "id" = $1`,
      [on.second.tokenIds[1], on.world.clock.now],
    );
    const live = await on.rowsOf(on.second.exportToken, "tokens.json");
    expect(live.map((row) => row.id)).toEqual([...on.second.tokenIds, on.second.exportTokenId]);
    expect(live[1]).toMatchObject({
      type: "organization",
      prefix: "OT",
      status: "disabled",
      disabledAt: "2026-06-15T10:30:00.000Z",
      createdAt: "2026-06-15T10:30:00.000Z",
      createdByName: on.world.acme.administrator.name,
      ipAllowList: ["10.0.0.0/8", "2001:db8::/32"],
      totalUses: 0,
      expiresAt: null,
      organizationId: on.second.organizationId,
    });
    const all = await on.rowsOf(on.second.exportToken, "tokens.json?deleted=1");
    expect(all).toHaveLength(live.length + 1);
    expect(all.at(-1)).toMatchObject({
      id: gone.id,
      status: "deleted",
      deletedAt: "2026-06-15T10:30:00.000Z",
    });
  });

  test("usage: token × hour × verdict in a fixed order, cut by from (in it) and to (not in it)", async () => {
    // The calls of this test are usage too, of the export token, which is the last one.
    const all = await on.rowsOf(on.first.exportToken, "usage.json");
    const rows = all.slice(0, 12);
    expect(all.slice(12).every((row) => row.tokenId === on.first.exportTokenId)).toBe(true);
    expect(rows[0]).toEqual({
      tokenId: on.first.tokenIds[0],
      tokenName: hostileNames[0],
      tokenType: "organization",
      hour: "2026-06-15T08:00:00.000Z",
      verdict: "expired",
      count: 9,
    });
    const keys = rows.map((row) => `${row.tokenId} ${row.hour} ${row.verdict}`);
    expect(keys).toEqual(keys.toSorted());
    const hours = async (query: string) => [
      ...new Set(
        (await on.rowsOf(on.first.exportToken, `usage.json?${query}`)).map((row) =>
          String(row.hour).slice(11, 13),
        ),
      ),
    ];
    expect(await hours("from=2026-06-15T09:00:00Z")).toEqual(["09", "10"]);
    expect(await hours("to=2026-06-15T09:00:00Z")).toEqual(["08"]);
    expect(await hours("from=2026-06-15T11:00:00%2B02:00&to=2026-06-15T10:00:00Z")).toEqual(["09"]);
    expect(await hours("from=2026-06-16")).toEqual([]);
  });

  test("nothing to export is a whole file", async () => {
    expect((await on.get(on.first.exportToken, "usage.csv?from=2030-01-01")).text).toBe(
      '"tokenId","tokenName","tokenType","hour","verdict","count"\r\n',
    );
    expect(await on.rowsOf(on.first.exportToken, "usage.json?from=2030-01-01")).toEqual([]);
    for (const beyond of [
      "to=0000-01-01",
      "from=9999-12-31T23:59:59-01:00",
      "to=0001-01-01T00:00:00%2B01:00",
    ])
      expect(await on.problemOf(on.first.exportToken, `usage.csv?${beyond}`), beyond).toMatchObject({
        code: "invalid_input",
      });
    expect((await on.get(on.first.exportToken, "usage.jsonl?from=2030-01-01")).text).toBe("");
  });
});
