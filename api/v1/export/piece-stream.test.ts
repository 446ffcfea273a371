import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { streamPieces } from "@/api/v1/export/piece-stream";

const large = "x".repeat(100_000);

async function* pieces(
  texts: readonly string[],
  seen: string[] = [],
): AsyncGenerator<string, void, undefined> {
  for (const text of texts) {
    seen.push(text);
    yield text;
  }
}

test("the pieces come whole and in order, empty ones too, and it is closed once", async () => {
  let closed = 0;
  const stream = streamPieces(pieces(["", "a", "", "ü", large, ""]), () => void closed++);
  let text = "";
  for await (const part of stream.setEncoding("utf8")) text += part;
  expect(text).toBe(`aü${large}`);
  expect(closed).toBe(1);
});

test("no more pieces are asked for than the reader has room for", async () => {
  const seen: string[] = [];
  const stream = streamPieces(
    pieces(
      Array.from({ length: 50 }, () => large),
      seen,
    ),
    () => undefined,
  );
  stream.read(0);
  await sleep(20);
  expect(seen.length).toBeLessThanOrEqual(2);
  stream.destroy();
});

test("a reader that takes nothing is broken off with an error, and one that takes some is not", async () => {
  let closed = 0;
  const stalled = streamPieces(pieces([large, large, large]), () => void closed++, 30);
  stalled.read(0);
  const error = await new Promise<Error>((resolve) => stalled.once("error", resolve));
  expect(error.message).toMatch(/takes nothing/);
  expect(closed).toBe(1);

  // Longer in all than it may take nothing.
  const slow = streamPieces(pieces(Array(12).fill(large)), () => void closed++, 1_000);
  let length = 0;
  for await (const part of slow) {
    length += (part as Buffer).length;
    await sleep(100);
  }
  expect(length).toBe(12 * large.length);
});

test("pieces that fail make no whole stream, and one that nobody read is closed too", async () => {
  let closed = 0;
  async function* failing(): AsyncGenerator<string, void, undefined> {
    yield "a";
    throw new Error("broke off");
  }
  const stream = streamPieces(failing(), () => void closed++);
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toThrow("broke off");
  streamPieces(pieces(["a"]), () => void closed++).destroy();
  await sleep(1);
  expect(closed).toBe(2);
});
