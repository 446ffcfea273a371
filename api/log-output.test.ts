import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-log-"));
});
let left = () => {};
afterEach(() => {
  left();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program that logs; its own words come on standard error. @param limit sets what the shell allows it */
function run(program: string, target: string, limit = "true") {
  const script = path.join(folder, "program.mts");
  writeFileSync(
    script,
    `import { createLog, writeLine } from "@/api/log";\nconst log = createLog("info");\n${program}`,
  );
  const file = openSync(target, "a");
  const line = `${limit}; exec "$@"`;
  const child = spawn("/bin/sh", ["-c", line, "sh", process.execPath, "--import", "tsx", script], {
    stdio: ["pipe", file, "pipe"],
  });
  closeSync(file);
  left = () => void child.kill("SIGKILL");
  let said = "";
  child.stderr!.on("data", (bytes) => {
    said += bytes;
  });
  return { ended: once(child, "close"), said: () => said, end: () => child.stdin!.end() };
}

test.skipIf(process.platform !== "linux")(
  "a log that nothing takes ends neither the process nor keeps it from ending",
  async () => {
    const { ended, said } = run(
      `process.stdin.resume();
     for (let i = 0; i < 4; i++) {
       log.info("a line");
       await writeLine(log, "a checkpoint").catch((error) => process.stderr.write(error.code + " "));
     }
     process.stderr.write("alive");
     log.info("the last line");
     process.exit(7);`,
      "/dev/full",
    );
    expect(await ended).toEqual([7, null]);
    expect(said()).toBe(`${"ENOSPC ".repeat(4)}alive`);
  },
);

test("lines that a full disk did not take are written, in order, once it has room again", async () => {
  const file = path.join(folder, "log");
  writeFileSync(file, "x".repeat(100_000));
  const { ended, said, end } = run(
    `for (let i = 0; i < 30; i++) log.info({ i }, "a line");
     log.flush((error) => process.stderr.write(String(error?.code)));
     process.stdin.once("end", () => process.exit(0)).resume();`,
    file,
    // A file that is longer than a file may be takes no more, as on a full disk.
    "ulimit -f 8",
  );
  await expect.poll(said, { timeout: 30_000 }).toBe("EFBIG");
  expect(statSync(file).size).toBe(100_000);
  truncateSync(file);
  const numbers = () =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line).i);
  await expect.poll(numbers, { timeout: 30_000 }).toEqual(Array.from({ length: 30 }, (_, i) => i));
  end();
  expect(await ended).toEqual([0, null]);
});

test("what waits for a line is told when nobody reads the log any more", async () => {
  const said = await new Promise<string>((resolve, reject) => {
    const script = path.join(folder, "program.mts");
    writeFileSync(
      script,
      `import { createLog, writeLine } from "@/api/log";
      const log = createLog("info");
      for (let i = 0; i < 3; i++)
        await writeLine(log, "a checkpoint").catch((error) => process.stderr.write(error.code + " "));
      process.exit(0);`,
    );
    const child = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["ignore", "pipe", "pipe"] });
    left = () => void child.kill("SIGKILL");
    child.stdout.destroy();
    let words = "";
    child.stderr.on("data", (bytes) => {
      words += bytes;
    });
    child.once("close", () => resolve(words));
    child.once("error", reject);
  });
  expect(said).toBe("EPIPE EPIPE EPIPE ");
});
