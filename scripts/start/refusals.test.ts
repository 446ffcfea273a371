import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findLockHolder, takeLock } from "@/scripts/bootstrap/lock.mjs";
import { readPart, requireUsableFolder } from "@/scripts/bootstrap/main.mjs";
import { findFreePort } from "@/scripts/postgres/free-port";
import { claimDataDirectory, lockFileOf } from "@/scripts/start/claim-data-directory";
import { requireDataDirectory } from "@/scripts/start/data-directory";
import { requireFreePort } from "@/scripts/start/ports";
import { readSettings } from "@/scripts/start/settings";

let folder = "";
const environment = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-start-"));
  for (const name of Object.keys(process.env)) {
    if (/^(KEYDESK_(?!TEST)|DATABASE_URL|PORT|API_PORT|API_HOST|HOST)/.test(name)) delete process.env[name];
  }
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});

const elsewhere = "https://desk.example.com";

test("a port counts as taken where another program is at the address that people are told", async () => {
  const port = await findFreePort();
  const server = createServer().listen({ port, host: "::1", ipv6Only: true });
  await once(server, "listening");
  await expect(requireFreePort("PORT", port, "0.0.0.0", elsewhere)).resolves.toBeUndefined();
  const shown = `http://localhost:${port}`;
  await expect(requireFreePort("PORT", port, "0.0.0.0", shown)).rejects.toMatchObject({
    message: `Port ${port} is taken by another program.`,
  });
  await new Promise((resolve) => server.close(resolve));
  await expect(requireFreePort("PORT", port, "0.0.0.0", shown)).resolves.toBeUndefined();
});

test("a taken port is named with the variable that changes it", async () => {
  const port = await findFreePort();
  const server = createServer().listen(port, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  await expect(requireFreePort("API_PORT", port, "0.0.0.0", elsewhere)).rejects.toMatchObject({
    message: `Port ${port} is taken by another program.`,
    mend: expect.stringContaining("API_PORT="),
  });
  await new Promise((resolve) => server.close(resolve));
  await expect(requireFreePort("API_PORT", port, "0.0.0.0", elsewhere)).resolves.toBeUndefined();
});

test("a project's folder that cannot be built in is refused by the sign that stands in the way", () => {
  for (const folder of ["/srv/keydesk", "/srv/key desk's 100% [ü] (a) ?&;"]) requireUsableFolder(folder);
  expect(() => requireUsableFolder("/srv/c#/key*desk#")).toThrow(
    "whose path holds # *, as /srv/c#/key*desk# does",
  );
});

test("an address that this machine does not have is named", async () => {
  await expect(requireFreePort("PORT", await findFreePort(), "192.0.2.1", elsewhere)).rejects.toMatchObject({
    message: "HOST=192.0.2.1 is not an address of this machine.",
  });
});

test("every bad variable is named at once, and none of their values", () => {
  process.env.KEYDESK_DATA_DIR = folder;
  process.env.PORT = "99999";
  process.env.API_PORT = "3001a";
  process.env.KEYDESK_MASTER_KEY = "sw0rdfish";
  process.env.KEYDESK_URL = "ftp://desk";
  const attempt = () => readSettings("/", "start");
  expect(attempt).toThrow(/PORT[\s\S]*KEYDESK_URL|KEYDESK_URL[\s\S]*PORT/);
  expect(attempt).toThrow(/KEYDESK_MASTER_KEY/);
  expect(attempt).toThrow("API_PORT: must be a whole number");
  expect(attempt).not.toThrow(/sw0rdfish|99999/);
});

describe("a part of Keydesk that is to run alone", () => {
  test("is the desk or the API, in earnest", () => {
    expect(readPart([], "start")).toBeNull();
    expect(readPart(["--only", "api"], "start")).toBe("api");
    expect(readPart(["--only=desk"], "start")).toBe("desk");
    expect(() => readPart(["--only", "postgres"], "start")).toThrow("--only names no part of Keydesk.");
    expect(() => readPart(["--only"], "start")).toThrow("--only names no part of Keydesk.");
    expect(() => readPart(["--dev", "--only", "api"], "dev")).toThrow("does not go with --dev");
  });

  test("needs a database and a master key that the other nodes have too, and makes none of its own", () => {
    process.env.KEYDESK_DATA_DIR = folder;
    expect(() => readSettings("/", "start", "api")).toThrow(/no DATABASE_URL/);
    process.env.DATABASE_URL = "postgresql://127.0.0.1/keydesk";
    expect(() => readSettings("/", "start", "desk")).toThrow(/no master key/);
    expect(readdirSync(folder)).toEqual([]);
    process.env.KEYDESK_MASTER_KEY = Buffer.alloc(32, 7).toString("base64");
    expect(readSettings("/", "start", "desk").givenDatabaseUrl).toBe(process.env.DATABASE_URL);
  });

  test("may have any ports: the other part is elsewhere", () => {
    Object.assign(process.env, {
      KEYDESK_DATA_DIR: folder,
      DATABASE_URL: "postgresql://127.0.0.1/keydesk",
      KEYDESK_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
      PORT: "3001",
      API_PORT: "3001",
      API_HOST: "api.example.net",
    });
    expect(readSettings("/", "start", "desk").config).toMatchObject({
      port: 3001,
      apiHost: "api.example.net",
    });
  });
});

test("one port for both servers is refused", () => {
  process.env.KEYDESK_DATA_DIR = folder;
  process.env.PORT = process.env.API_PORT = "4199";
  expect(() => readSettings("/", "start")).toThrow("PORT and API_PORT are both 4199");
});

test("the demo has a data folder of its own, and a relative one lies in the project", () => {
  expect(readSettings("/srv/keydesk", "demo").config.dataDir).toBe("/srv/keydesk/data/demo");
  process.env.KEYDESK_DATA_DIR = "elsewhere";
  expect(readSettings("/srv/keydesk", "start").config.dataDir).toBe("/srv/keydesk/elsewhere");
});

test("a data folder is made, with the folders above it, and lets no other user look in", () => {
  const wanted = path.join(folder, "a/b/data");
  requireDataDirectory(wanted);
  expect(statSync(wanted).mode & 0o066).toBe(0);
  expect(readdirSync(wanted)).toEqual([]);
});

test("a file in the place of the data folder, or of one above it, is named", () => {
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  for (const wanted of [file, path.join(file, "data")]) {
    expect(() => requireDataDirectory(wanted)).toThrow(
      `${wanted} needs to be a folder, and a file is in the way.`,
    );
  }
});

test("a folder that nobody can make is named", () => {
  if (!existsSync("/proc/self")) return;
  expect(() => requireDataDirectory("/proc/keydesk")).toThrow(
    "The system lets nobody make the folder /proc/keydesk.",
  );
});

test("a data folder belongs to one Keydesk at a time", async () => {
  const lock = await claimDataDirectory(folder);
  await expect(claimDataDirectory(folder)).rejects.toThrow(
    `Keydesk is already starting on ${folder} (process ${process.pid}).`,
  );
  lock.release();
  (await claimDataDirectory(folder)).release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a start waits for a command that holds the database", async () => {
  const command = takeLock(lockFileOf(folder), "cli");
  if (command.kind !== "taken") throw new Error("the lock of an empty folder is free");
  setTimeout(command.release, 300);
  const lock = await claimDataDirectory(folder);
  expect(findLockHolder(lockFileOf(folder))?.program).toBe("start");
  lock.release();
});

test("the lock of a killed process is free, also when another process has its number now", async () => {
  const child = spawn("sleep", ["60"]);
  const stale = { pid: child.pid, mark: "another boot/1", program: "start" };
  writeFileSync(lockFileOf(folder), JSON.stringify(stale));
  expect(findLockHolder(lockFileOf(folder))).toBeNull();
  (await claimDataDirectory(folder)).release();
  writeFileSync(lockFileOf(folder), "");
  (await claimDataDirectory(folder)).release();
  child.kill();
});

test("of many that take a stale lock at once, one gets it", async () => {
  writeFileSync(lockFileOf(folder), JSON.stringify({ pid: 4_000_000, mark: "gone", program: "start" }));
  const script = path.join(folder, "take.mts");
  const source = `
    import { takeLock } from "@/scripts/bootstrap/lock.mjs";
    const lock = takeLock(${JSON.stringify(lockFileOf(folder))}, "start");
    process.stdout.write(lock.kind);
    // Holds it until all have tried.
    process.stdin.resume();`;
  writeFileSync(script, source);
  const runs = Array.from({ length: 6 }, () => runScript(script));
  const results = await Promise.all(runs.map(({ said }) => said));
  for (const { end } of runs) end();
  await Promise.all(runs.map(({ ended }) => ended));
  expect(results.filter((result) => result === "taken")).toHaveLength(1);
  expect(results.filter((result) => result === "held")).toHaveLength(5);
});

function runScript(file: string) {
  const child = spawn(process.execPath, ["--import", "tsx", file], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(child, "close");
  // Its first words, or all of what it said before it ended.
  const said = Promise.race([
    Promise.race([once(child.stdout, "data"), once(child.stderr, "data")]),
    ended,
  ]).then(([first]) => String(first));
  return { said, ended, end: () => child.stdin.end() };
}
