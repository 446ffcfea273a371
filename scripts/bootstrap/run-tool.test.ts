import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startMarkOf } from "@/scripts/bootstrap/process-identity.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-tool-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that runs a tool, which starts one of its own; the numbers of both. */
async function startProgram() {
  const numbers = path.join(folder, "numbers");
  const tool = `sleep 600 & printf '%s\\n' "$$" "$!" > '${numbers}.new'; mv '${numbers}.new' '${numbers}'; wait`;
  const source = `
    import { runTool } from ${JSON.stringify(pathToFileURL("scripts/bootstrap/run-tool.mjs").href)};
    await runTool("/bin/sh", ["-c", ${JSON.stringify(tool)}], { cwd: ${JSON.stringify(folder)} });`;
  const program = spawn(process.execPath, ["--input-type=module", "--eval", source], { stdio: "ignore" });
  await vi.waitFor(() => expect(existsSync(numbers)).toBe(true), { timeout: 20_000 });
  const tools = readFileSync(numbers, "utf8").trim().split("\n").map(Number);
  return { program, tools };
}

test("a tool ends with all that it started when the program that runs it is killed", async () => {
  const { program, tools } = await startProgram();
  expect(tools.map(startMarkOf)).not.toContain(null);
  program.kill("SIGKILL");
  await once(program, "exit");
  await vi.waitFor(() => expect(tools.map(startMarkOf)).toEqual([null, null]), { timeout: 20_000 });
});
