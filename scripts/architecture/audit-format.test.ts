import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import { type LogRow, readLogRow, textFields } from "@/domain/audit/log/log-row";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { bytesOf, leafOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";

const page = readFileSync(path.join(import.meta.dirname, "../../docs/audit-format.md"), "utf8");
const [, event, bytes, leaf] =
  /```json\n(.*?)\n```.*?```hex\n(.*?)```.*?```hex\n(.*?)```/s.exec(page)?.map((block) => block.trim()) ?? [];

test("the page's example of an event has the bytes and the leaf that the page gives, by both implementations", () => {
  const row = readLogRow(JSON.parse(event!)) as LogRow;
  const written = openCanonicalWriter()(row);
  const given = bytes!.replaceAll("\n", "");
  expect(Buffer.from(written).toString("hex")).toBe(given);
  expect(bytesOf(row).toString("hex")).toBe(given);
  expect(Buffer.from(treeHasherOf(nodeSha256).leaf(written)).toString("hex")).toBe(leaf);
  expect(leafOf(row).toString("hex")).toBe(leaf);
  expect(page).toContain(`these ${written.length} bytes`);
});

test("the page's table has the fields in the order of the code, and says of each whether it may be none", () => {
  const told = [...page.matchAll(/^\| \d+ \| `(\w+)` \| [^|]+ \| (yes)?/gm)].map(([, name, none]) =>
    none === undefined ? name : `${name}?`,
  );
  const fields = textFields.map(([name, , nullable]) => `${name}${nullable ?? ""}`);
  expect(told).toEqual(["logId", "seq", ...fields, "details"]);
});
