import { spawnSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { manifestOf } from "@/domain/audit/verify/testing/export-files";
import { exportText, testLines } from "@/domain/audit/verify/testing/log-lines";
import { openTestKey, signedNote, testKey } from "@/domain/audit/verify/testing/test-keys";
import { runIn } from "@/scripts/cli/testing/run-cli";
// @ts-expect-error Beside cli.mjs, only the extension tells which one is meant.
import { main } from "@/scripts/cli.ts";

const lines = testLines(30);
let folder = "";
const at = (name: string) => path.join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-verify-"));
  // No database and no configuration: these would fail if they were looked at.
  vi.stubEnv("DATABASE_URL", "nonsense");
  vi.stubEnv("KEYDESK_MASTER_KEY", "nonsense");
  for (const format of ["csv", "jsonl", "json"] as const) {
    const text = exportText(format, lines);
    writeFileSync(at(`audit.${format}`), text);
    writeFileSync(
      at(`audit.${format}.manifest.json`),
      JSON.stringify(manifestOf(`audit.${format}`, text, lines)),
    );
  }
  writeFileSync(at("edited.csv"), exportText("csv", lines).replace("Nightly sync 7", "Nightly sync 8"));
  writeFileSync(
    at("edited.csv.manifest.json"),
    JSON.stringify(manifestOf("edited.csv", exportText("csv", lines), lines)),
  );
  writeFileSync(at("note.txt"), signedNote(lines.slice(0, 10)));
  writeFileSync(at("key.pem"), testKey.pem);
  writeFileSync(at("private.pem"), testKey.privatePem);
  writeFileSync(at("other.pem"), openTestKey().pem);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runIn("/nonexistent", "audit", "verify", ...args);
const withKey = (...args: string[]) => run(...args, "--key", at("key.pem"));

test("audit verify: 0 when everything is good, with manifests found beside the files", async () => {
  const found = await withKey(
    at("audit.csv"),
    at("audit.jsonl"),
    at("audit.json"),
    "--checkpoint",
    at("note.txt"),
  );
  expect(found).toMatchObject({ code: 0, err: "" });
  expect(found.out).toContain("Good: everything was checked, and nothing is wrong.");
});

test("audit verify: files of two folders that are called the same have each their own manifest", async () => {
  mkdirSync(at("old"));
  const early = lines.slice(0, 12);
  const text = exportText("csv", early);
  writeFileSync(at("old/audit.csv"), text);
  writeFileSync(at("old/audit.csv.manifest.json"), JSON.stringify(manifestOf("audit.csv", text, early)));
  const found = await withKey(at("audit.csv"), at("old/audit.csv"), at("audit.csv"));
  expect(found).toMatchObject({ code: 0, out: expect.stringContaining("agrees with: 12 events") });
});

test("audit verify: 1 when something is bad, with the first bad row", async () => {
  const found = await withKey(at("edited.csv"));
  expect(found.code).toBe(1);
  expect(found.out).toContain("Row 7 (line 8), event 7. It was changed");
  const { code, out } = await withKey(at("edited.csv"), "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    verdict: "bad",
    files: [
      { file: at("edited.csv"), problem: { reason: "edited", row: 7, line: 8, seq: 7, isExact: true } },
    ],
  });
});

test("audit verify: 1 for the wrong key, and says that it is", async () => {
  const found = await run(at("audit.csv"), "--key", at("other.pem"));
  expect(found.code).toBe(1);
  expect(found.out).toContain("not signed by the key given");
  expect((await run(at("audit.csv"), "--key", at("other.pem"), "--key", at("key.pem"))).code).toBe(0);
});

test("audit verify: 2 when it is called wrongly", async () => {
  expect((await run(at("audit.csv"))).code).toBe(2);
  expect((await run("--key", at("key.pem"))).code).toBe(2);
  expect((await run(at("audit.csv"), "--key", at("none.pem"))).code).toBe(2);
  expect(await run(at("audit.csv"), "--key", at("audit.csv"))).toMatchObject({ code: 2, out: "" });
  const found = await run(at("audit.csv"), "--key", at("private.pem"));
  expect(found).toMatchObject({ code: 2, err: expect.stringContaining("private key") });
  expect(found.err + found.out).not.toContain(testKey.privatePem.split("\n")[1]);
});

test("audit verify: 3 when something could not be checked", async () => {
  expect((await withKey(at("nothing.csv"))).code).toBe(3);
  expect((await withKey(folder)).code).toBe(3);
  writeFileSync(at("alone.csv"), exportText("csv", lines));
  expect((await withKey(at("alone.csv"))).code).toBe(3);
  expect((await withKey(at("audit.csv"), at("nothing.csv"))).code).toBe(3);
});

test("audit verify: words that nobody takes are no verdict: never 1 for a good file, never 0", async () => {
  const closed = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
  const out = vi.spyOn(process.stdout, "write").mockImplementation(((_text: string, done?: unknown) => {
    if (typeof done === "function") done(closed);
    process.stdout.emit("error", closed);
    return false;
  }) as typeof process.stdout.write);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const codeOf = (name: string) =>
    main("/nonexistent", ["audit", "verify", at(name), "--key", at("key.pem")]);
  try {
    expect([await codeOf("audit.csv"), await codeOf("edited.csv"), await codeOf("nothing.csv")]).toEqual([
      3, 1, 3,
    ]);
    expect(String(err.mock.calls[0])).toContain("could not be written: write EPIPE");
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
});

test("audit verify: 5 GB that are no rows any more are told within seconds, in little memory", async () => {
  const file = openSync(at("large.csv"), "w");
  writeSync(file, exportText("csv", lines));
  ftruncateSync(file, 5 * 1024 ** 3);
  closeSync(file);
  const before = process.memoryUsage().rss;
  const found = await withKey(at("large.csv"));
  expect(found.code).toBe(1);
  expect(found.out).toContain("line 32");
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
});

test("audit verify: what a file holds cannot command a terminal", async () => {
  writeFileSync(at("evil.csv.manifest.json"), `{"version": "\u001b[2J"}`);
  writeFileSync(at("evil\u001b[2J.csv"), exportText("csv", lines));
  const found = await withKey(at("evil\u001b[2J.csv"), at("evil.csv.manifest.json"));
  expect(found.code).toBe(1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(found.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

test("audit verify: what keeps the command line itself from beginning is no verdict, and refuses other commands as ever", () => {
  const copy = at("copy");
  for (const part of ["scripts/cli.mjs", "scripts/bootstrap"])
    cpSync(part, path.join(copy, part), { recursive: true });
  // Nobody can read it as a file.
  mkdirSync(path.join(copy, ".env"));
  const codeOf = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(copy, "scripts/cli.mjs"), ...args], { encoding: "utf8" }).status;
  expect(codeOf("audit", "verify", at("audit.csv"), "--key", at("key.pem"))).toBe(3);
  expect(codeOf("status")).toBe(1);
});
