import { expect, test } from "vitest";
import { createLog, isNewCause } from "@/api/log";

function open() {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("info", { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}

test("an error is its type, message, stack and code; what drivers put beside it is left out", () => {
  const { log, lines } = open();
  const driver = Object.assign(new TypeError("duplicate key"), {
    code: "23505",
    detail: "Key (email)=(canary@example.test) already exists.",
    query: { values: ["canary"] },
    parameters: ["canary"],
  });
  log.child({ requestId: "r" }).warn({ err: driver }, "not written");
  log.error({ err: new Error("outer", { cause: driver }) }, "not written");
  log.error({ err: "a text" }, "not written");
  log.error({ err: null }, "not written");
  expect(lines.map(({ err }) => Object.keys(err as object))).toEqual([
    ["type", "message", "stack", "code"],
    ["type", "message", "stack"],
    ["type", "message", "stack"],
    ["type", "message", "stack"],
  ]);
  expect(lines[0]).toMatchObject({
    requestId: "r",
    err: { type: "TypeError", message: "duplicate key", code: "23505" },
  });
  expect(JSON.stringify(lines)).not.toContain("canary");
});

test("a cause is new once", () => {
  const one = new Error("one");
  expect([isNewCause(one), isNewCause(one), isNewCause(new Error("one")), isNewCause(one)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect([isNewCause("text"), isNewCause(undefined)]).toEqual([true, true]);
});
