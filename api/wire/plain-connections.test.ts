import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

// Bytes on a connection as programs send them, well and badly: each question gets its one answer, in its order, whoever reads it.

let world: Awaited<ReturnType<typeof openWorld>>;
let api: OpenApi & { gateway: string };
let token: string;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  token = (await makeToken(world.acme)).secret;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

type Wire = { socket: Socket; said: () => string; until: (responses: number) => Promise<string[]> };

function openWire(url = api.url, options: { allowHalfOpen?: boolean } = {}): Promise<Wire> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ...options });
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.once("error", reject);
    const until = async (responses: number) => {
      await expect.poll(() => bodiesOf(text).length).toBe(responses);
      return bodiesOf(text);
    };
    socket.once("connect", () => resolve({ socket, said: () => text, until }));
  });
}

/** `status verdict` of each response that is there whole, its length taken at its word. */
function bodiesOf(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\r\n\r\n", at);
    const head = text.slice(at, end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
    const body = text.slice(end + 4, end + 4 + length);
    if (end === -1 || body.length < length) break;
    const { verdict, code } = JSON.parse(body) as { verdict?: string; code?: string };
    found.push(`${head.slice(9, 12)} ${verdict ?? code}`);
    at = end + 4 + length;
  }
  return found;
}

function question(asked: string = token, more = ""): string {
  const body = JSON.stringify({ token: asked });
  return `POST /v1/tokens/verify HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.gateway}\r\nContent-Type: application/json\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`;
}

function inChunks(): string {
  const body = JSON.stringify({ token });
  return `POST /v1/tokens/verify HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.gateway}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

const good = "200 valid";
const bad = "200 malformed";

describe("a connection of a gateway", () => {
  test("questions one after the other are each answered, also after heads that changed", async () => {
    const wire = await openWire();
    for (let i = 1; i <= 3; i++) {
      wire.socket.write(question());
      await wire.until(3 * i - 2);
      wire.socket.write(question("IK_no"));
      await wire.until(3 * i - 1);
      wire.socket.write(question(token, "X-More: 1\r\n"));
      await wire.until(3 * i);
    }
    expect(await wire.until(9)).toEqual([good, bad, good, good, bad, good, good, bad, good]);
    wire.socket.destroy();
  });

  test("questions sent ahead are answered in their order", async () => {
    const wire = await openWire();
    wire.socket.write(question() + question("IK_no") + question() + question("IK_no"));
    expect(await wire.until(4)).toEqual([good, bad, good, bad]);
    wire.socket.destroy();
  });

  test("many questions sent ahead, more than is kept, are all answered", async () => {
    const wire = await openWire();
    wire.socket.write((question() + question("IK_no")).repeat(200));
    expect(await wire.until(400)).toEqual(Array.from({ length: 200 }, () => [good, bad]).flat());
    wire.socket.destroy();
  });

  test.each([1, 20, 150, 290])("questions cut in two after %s bytes are each answered once", async (at) => {
    const wire = await openWire();
    wire.socket.setNoDelay(true);
    // The second one is read in another way than the first, the third when answers were sent.
    for (let i = 1; i <= 3; i++) {
      wire.socket.write(question().slice(0, at));
      await new Promise((resolve) => setTimeout(resolve, 50));
      wire.socket.write(question().slice(at) + question("IK_no"));
      await wire.until(2 * i);
    }
    wire.socket.write(question());
    expect(await wire.until(7)).toEqual([good, bad, good, bad, good, bad, good]);
    wire.socket.destroy();
  });

  test("questions that come byte by byte, the second one after a whole one, are answered once", async () => {
    const wire = await openWire();
    wire.socket.setNoDelay(true);
    const writeSlowly = async (text: string) => {
      for (const byte of text) {
        wire.socket.write(byte);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    wire.socket.write(question("IK_no"));
    await wire.until(1);
    await writeSlowly(question());
    await wire.until(2);
    await writeSlowly(question("IK_no"));
    expect(await wire.until(3)).toEqual([bad, good, bad]);
    wire.socket.destroy();
  });

  test("bytes of others that are read meanwhile stay out of a question of which a part is here", async () => {
    const [half, other] = [await openWire(), await openWire()];
    for (const { socket, until } of [half, other]) {
      socket.setNoDelay(true).write(question("IK_no"));
      await until(1);
    }
    half.socket.write(question().slice(0, 200));
    for (let i = 2; i <= 6; i++) {
      other.socket.write(question("IK_no", `X-More: ${"y".repeat(100 * i)}\r\n`));
      await other.until(i);
    }
    half.socket.write(question().slice(200));
    expect(await half.until(2)).toEqual([bad, good]);
    half.socket.destroy();
    other.socket.destroy();
  });

  test("what is not plain is answered between plain questions, and after it they are too", async () => {
    const wire = await openWire();
    wire.socket.write(question() + inChunks() + question("IK_no"));
    expect(await wire.until(3)).toEqual([good, good, bad]);
    wire.socket.write(inChunks());
    wire.socket.write(question());
    expect(await wire.until(5)).toEqual([good, good, bad, good, good]);
    wire.socket.destroy();
  });

  test("who closes its half still gets its answer, and then the end", async () => {
    const wire = await openWire(api.url, { allowHalfOpen: true });
    const ended = new Promise((resolve) => wire.socket.once("end", resolve));
    wire.socket.end(question());
    expect(await wire.until(1)).toEqual([good]);
    await ended;
  });

  test("who goes away is forgotten, and nobody else notices", async () => {
    const [gone, stays] = [await openWire(), await openWire()];
    gone.socket.write(question());
    gone.socket.resetAndDestroy();
    stays.socket.write(question());
    expect(await stays.until(1)).toEqual([good]);
    stays.socket.destroy();
  });

  test("who asks and never reads is not read either, while others are answered", async () => {
    const mute = await openWire();
    mute.socket.write(question());
    await mute.until(1);
    mute.socket.pause();
    // Megabytes of questions: more than the system's buffers take of them and of their answers.
    const sent = mute.socket.write(question().repeat(50_000));
    expect(sent).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const other = await openWire();
    other.socket.write(question());
    expect(await other.until(1)).toEqual([good]);
    expect(mute.socket.writableLength).toBeGreaterThan(0);
    mute.socket.destroy();
    other.socket.destroy();
  });
});

// What a lenient reader in front and a strict one behind would take for two different things (RFC 9112 §11.2).
describe("requests whose length can be read in two ways are refused, and nothing after them is answered", () => {
  const head = () =>
    `POST /v1/tokens/verify HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.gateway}\r\nContent-Type: application/json\r\n`;
  const body = '{"token":"IK_no"}';
  const cases: Record<string, () => string> = {
    "two lengths": () => `${head()}Content-Length: 17\r\nContent-Length: 5\r\n\r\n${body}`,
    "a length and chunks": () =>
      `${head()}Content-Length: 17\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n${body}\r\n0\r\n\r\n`,
    "a length with a sign": () => `${head()}Content-Length: +17\r\n\r\n${body}`,
    "a name with a blank": () => `${head()}Content-Length : 17\r\n\r\n${body}`,
    "a line that goes on": () => `${head()}X-A: 1\r\n Content-Length: 5\r\nContent-Length: 17\r\n\r\n${body}`,
    "a line end of one character": () =>
      `${head()}X-A: 1\nContent-Length: 5\r\nContent-Length: 17\r\n\r\n${body}`,
    "a lone carriage return": () => `${head()}X-A: 1\rContent-Length: 5\r\nContent-Length: 17\r\n\r\n${body}`,
    "no host": () => `${head().replace("Host: x\r\n", "")}Content-Length: 17\r\n\r\n${body}`,
  };
  test.each(Object.keys(cases))("%s", async (name) => {
    const wire = await openWire();
    const ended = new Promise((resolve) => wire.socket.once("close", resolve));
    wire.socket.write(cases[name]!() + question());
    await ended;
    expect(wire.said()).not.toContain('"valid"');
    expect(wire.said()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

test("an API that closes ends idle connections, and answers the rest with their last word", async () => {
  const own = await openApi(world);
  const [idle, asking] = [await openWire(own.url), await openWire(own.url)];
  const ended = Promise.all(
    [idle, asking].map(({ socket }) => new Promise((done) => socket.once("close", done))),
  );
  idle.socket.write(question().replace(api.gateway, own.gateway));
  await idle.until(1);
  asking.socket.write(question().replace(api.gateway, own.gateway));
  await asking.until(1);
  asking.socket.write(question().replace(api.gateway, own.gateway));
  await own.close();
  await ended;
  expect(idle.said()).toMatch(/Connection: keep-alive/);
  expect(bodiesOf(asking.said()).length).toBeLessThanOrEqual(2);
});
