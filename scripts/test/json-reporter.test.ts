import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readVitestReport } from "@/scripts/test/read-reports";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-reporter-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = {
  "group.test.mjs": `describe("group", () => { beforeAll(() => { throw new Error("hook of a group"); }); test("is not run", () => {}); });
    test("fails", () => { throw new Error("a test"); });`,
  "after.test.mjs": `afterAll(() => { throw new Error("hook of a file"); }); test("passes", () => {});`,
  "loads.test.mjs": `throw new Error("does not load");`,
  "promise.test.mjs": `test("goes on", async () => { void Promise.reject(new Error("nobody awaited")); await new Promise((r) => setTimeout(r, 20)); });`,
};

test("the report has what went wrong outside of tests: groups' and files' hooks, files that do not load, lost promises", () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const report = path.join(folder, "report.json");
  const reporter = path.resolve("scripts/test/json-reporter.ts");
  const { status } = spawnSync(process.execPath, [
    ...["node_modules/vitest/vitest.mjs", "run", "--root", folder, "--globals", "--maxWorkers=1"],
    ...[`--reporter=${reporter}`, `--outputFile.json=${report}`],
  ]);
  expect(status).toBe(1);
  const { passed, failed, failures } = readVitestReport(JSON.parse(readFileSync(report, "utf8")));
  expect([passed, failed]).toEqual([2, 5]);
  const all = failures.join("\n");
  for (const what of ["a test", "hook of a group", "hook of a file", "does not load", "nobody awaited"])
    expect(all).toContain(what);
});
