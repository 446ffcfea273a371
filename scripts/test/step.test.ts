import { expect, test } from "vitest";
import { keepOutput, runInOpen } from "@/scripts/test/step";

test("what a program beside another part says is told when it is its turn, in order and whole, and from then on at once", async () => {
  const told: string[] = [];
  const output = keepOutput({ write: (chunk) => told.push(String(chunk)) });
  const code = await runInOpen(
    ["-e", "console.log('first'); console.error('second'); process.exitCode = 3"],
    output,
  );
  expect(code).toBe(3);
  expect(told).toEqual([]);
  output.tell();
  expect(told.join("").split("\n").sort()).toEqual(["", "first", "second"]);
  output.write(Buffer.from("third\n"));
  expect(told.at(-1)).toBe("third\n");
  output.tell();
  expect(told.join("").match(/first/g)).toHaveLength(1);
});
