import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Child, superviseChild } from "@/scripts/start/child";
import { watchProgram } from "@/scripts/start/watch-program";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "keydesk-watch-"));
const bundle = path.join(folder, "dist/program.mjs");
const said: string[] = [];
let child: Child;
let stopWatching: () => Promise<void>;

// The program writes down what it knows, and stays.
const write = (rule: string) => writeFileSync(path.join(folder, "rule.ts"), rule);
const known = () => {
  const file = path.join(folder, "known");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};

beforeAll(async () => {
  const sayWhat = (what: string) =>
    `writeFileSync(${JSON.stringify(path.join(folder, "known"))}, ${what}); setInterval(() => undefined, 1000);`;
  write("export const rule: string = 'one';");
  const imports = 'import { writeFileSync } from "node:fs"; import { rule } from "./rule";';
  writeFileSync(path.join(folder, "program.ts"), `${imports} ${sayWhat("rule")}`);
  // As the start has bundled it before.
  mkdirSync(path.join(folder, "dist"));
  writeFileSync(bundle, `import { writeFileSync } from "node:fs"; ${sayWhat("'zero'")}`);
  const say = (line: string) => void said.push(line);
  const plan = { name: "program", args: [bundle], cwd: root, logFile: null };
  child = superviseChild({ ...plan, env: { ...process.env } }, say);
  stopWatching = await watchProgram(folder, child, { program: "program.ts" }, say);
});
afterAll(async () => {
  await stopWatching();
  await child.stop(2_000);
  rmSync(folder, { recursive: true, force: true });
});

test("in development a program is bundled and started again when a file that it is made of changes", async () => {
  await expect.poll(known, { timeout: 30_000 }).toMatch(/^(zero|one)$/);
  // The first bundle restarts nothing: it is what runs already.
  await expect.poll(() => readFileSync(bundle, "utf8"), { timeout: 30_000 }).toContain("// rule.ts");
  write("export const rule: string = 'two';");
  await expect.poll(known, { timeout: 30_000 }).toBe("two");
});

test("a change that cannot be bundled is told, and leaves the last good state running", async () => {
  const before = child.pid();
  write("export const rule: string = ;");
  await expect
    .poll(() => said.join(), { timeout: 30_000 })
    .toContain("The program keeps its last good state");
  expect(child.pid()).toBe(before);
  write("export const rule: string = 'three';");
  await expect.poll(known, { timeout: 30_000 }).toBe("three");
});
