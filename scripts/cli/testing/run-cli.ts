import { fileURLToPath } from "node:url";
import { expect, vi } from "vitest";
// @ts-expect-error Beside cli.mjs, only the extension tells which one is meant.
import { main } from "@/scripts/cli.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Runs a command in this process, with what it says caught: a process of its own takes seconds to begin. */
export const run = (...args: string[]) => runIn(root, ...args);

/** The same as if Keydesk lay in `folder`. */
export async function runIn(folder: string, ...args: string[]) {
  const said = { out: "", err: "" };
  const hear = (stream: "out" | "err") => (text: string | Uint8Array, done?: unknown) => {
    said[stream] += text;
    if (typeof done === "function") done();
    return true;
  };
  const out = vi.spyOn(process.stdout, "write").mockImplementation(hear("out"));
  const err = vi.spyOn(process.stderr, "write").mockImplementation(hear("err"));
  try {
    return { code: await main(folder, args), ...said };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

/** Runs with --json: standard output must be one JSON object on one line. */
export async function runJson(...args: string[]) {
  const { code, out } = await run(...args, "--json");
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  return { code, body: JSON.parse(out) };
}
