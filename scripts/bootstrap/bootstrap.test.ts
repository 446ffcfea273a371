import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hashContents, unlessStamped } from "@/scripts/bootstrap/content-hash.mjs";
import { areDependenciesInstalled } from "@/scripts/bootstrap/dependencies.mjs";
import { oneAtATime } from "@/scripts/bootstrap/one-at-a-time.mjs";
import { createProgress } from "@/scripts/bootstrap/progress.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-bootstrap-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function lock(file: string, packages: Record<string, object>): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(
    path.join(folder, file),
    JSON.stringify({ packages: { "": { version: "0.1.0" }, ...packages } }),
  );
}

test("packages count as installed only when npm's own record matches the lock file", () => {
  const wanted = {
    "node_modules/a": { version: "1.0.0" },
    "node_modules/b": { version: "1.0.0", dev: true },
    "node_modules/c": { version: "1.0.0", optional: true },
  };
  const isInstalled = (development: boolean) => areDependenciesInstalled(folder, { development });
  lock("package-lock.json", wanted);
  expect(isInstalled(false)).toBe(false);
  lock("node_modules/.package-lock.json", { "node_modules/a": { version: "0.9.0" } });
  expect(isInstalled(false)).toBe(false);
  lock("node_modules/.package-lock.json", { "node_modules/a": { version: "1.0.0" } });
  expect(isInstalled(false)).toBe(true);
  expect(isInstalled(true)).toBe(false);
  lock("node_modules/.package-lock.json", wanted);
  expect(isInstalled(true)).toBe(true);
});

test("a hash changes with content, name, presence and facts, and with nothing that is left out", () => {
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  };
  const hash = (facts: string[] = []) =>
    hashContents(folder, ["a", "b.txt"], (file) => !file.endsWith(".test.ts"), facts);
  const seen = [hash()];
  write("a/one.ts", "1");
  seen.push(hash());
  write("a/one.ts", "2");
  seen.push(hash());
  write("b.txt", "2");
  seen.push(hash(), hash(["v2"]));
  expect(new Set(seen).size).toBe(seen.length);
  const before = hash();
  write("a/one.test.ts", "3");
  write("elsewhere/one.ts", "3");
  expect(hash()).toBe(before);
});

test("stamped work is done once for the same inputs, and again after it was interrupted", async () => {
  const stamp = path.join(folder, "stamps/work");
  const done: string[] = [];
  const work = (hash: string) => unlessStamped(stamp, hash, async () => done.push(hash));
  await work("one");
  await work("one");
  await work("two");
  expect(done).toEqual(["one", "two"]);
  await expect(
    unlessStamped(stamp, "three", () => Promise.reject(new Error("interrupted"))),
  ).rejects.toThrow();
  expect(existsSync(stamp)).toBe(false);
  await work("two");
  expect(done).toEqual(["one", "two", "two"]);
});

test("two programs in one folder make it ready one after the other, and once", async () => {
  const said: string[] = [];
  const progress = createProgress({ isTTY: true, write: (text) => said.push(text) });
  let done = 0;
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const make = () =>
    oneAtATime(
      folder,
      progress,
      () => done > 0,
      async () => {
        await held;
        done += 1;
      },
    );
  const [one, two] = [make(), make()];
  const waits = `Waiting for another Keydesk in this folder (process ${process.pid})`;
  await vi.waitFor(() => expect(said.join("")).toContain(waits));
  goOn();
  await Promise.all([one, two]);
  expect(done).toBe(1);
  await make();
  expect(done).toBe(1);
  expect(readdirSync(path.join(folder, "dist"))).toEqual([]);
});

test("the first file that runs holds no syntax that an old Node cannot read before it says what it needs", () => {
  const source = readFileSync("scripts/start.mjs", "utf8");
  const beforeTheCheck = source.slice(0, source.indexOf("await import"));
  expect(beforeTheCheck).not.toMatch(/^import /m);
  expect(beforeTheCheck).not.toMatch(/\?\.|\?\?|#[a-z]/);
  const pretended = beforeTheCheck.replaceAll("process.versions.node", '"18.20.1"');
  const answer = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", pretended.slice(0, pretended.lastIndexOf("const {"))],
    {
      encoding: "utf8",
    },
  );
  expect(answer.status).toBe(1);
  expect(answer.stderr).toContain("Keydesk needs Node.js 20.19 or newer, and this is 18.20.1.");
});
