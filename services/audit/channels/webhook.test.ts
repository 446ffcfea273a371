import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Delivery } from "@/services/audit/channels/next-deliveries";
import { type Channel, sendPending } from "@/services/audit/channels/send-pending";
import { startCheckpointChannels } from "@/services/audit/channels/start";
import { signatureOf, webhookChannel } from "@/services/audit/channels/webhook";
import { channelsOf, expectNoGap } from "@/services/testing/checkpoint-channels";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

let world: OpenWorld;
let channels: ReturnType<typeof channelsOf>;
const servers: Server[] = [];
beforeAll(async () => {
  world = await openWorld();
  channels = channelsOf(world);
});
beforeEach(() => world.run('DELETE FROM "AuditChannel"'));
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => world.close());

const sign = (count: number, logId?: string) => channels.sign(count, logId);
const newest = () => channels.newest();
const send: (typeof channels)["send"] = (channel) => channels.send(channel);
const settle = () => world.run('UPDATE "AuditChannel" SET "nextAttemptAt" = NULL');
const rowOf = async (id: string) =>
  (await world.run('SELECT * FROM "AuditChannel" WHERE "id" = $1', [id]))[0]!;

type Got = { headers: NodeJS.Dict<string | string[]>; body: string };
async function receive(answer: RequestListener): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      answer(request, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keydesk`, got };
}
const secret = "a secret of the receiver's";
const bodies = (got: readonly Got[]) => got.map(({ body }) => JSON.parse(body) as Delivery);

describe("a webhook", () => {
  test("gets each checkpoint once, in order, signed over time and body, and can tell that none is missing", async () => {
    const { url, got } = await receive((_, response) => void response.writeHead(204).end());
    const channel = webhookChannel({ url, secret });
    await sign(2);
    expect(await send(channel)).toMatchObject({ kind: "sent" });
    const start = got.length;
    await sign(3);
    expect(await send(channel)).toEqual({ kind: "sent", count: 3 });
    expect(await send(channel)).toEqual({ kind: "sent", count: 0 });
    const deliveries = bodies(got);
    expectNoGap(deliveries);
    expect(deliveries.at(-1)!.number).toBe(await newest());
    expect(deliveries.slice(start).map(({ number }) => number)).toEqual(
      [2, 1, 0].map((before) => deliveries.at(-1)!.number - before),
    );
    for (const { headers, body } of got) {
      const timestamp = String(headers["keydesk-timestamp"]);
      expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
      expect(headers["keydesk-signature"]).toBe(signatureOf(secret, timestamp, body));
      expect(headers["keydesk-signature"]).not.toBe(signatureOf("another secret", timestamp, body));
      expect(headers["keydesk-delivery"]).toBe(String(JSON.parse(body).number));
      expect(JSON.stringify(headers) + body).not.toContain(secret);
    }
  });

  test("that is named late gets the newest of each log, and from then on all", async () => {
    await sign(2, world.other.accountId);
    await sign(2);
    const { url, got } = await receive((_, response) => void response.end());
    await send(webhookChannel({ url, secret }));
    const first = bodies(got);
    expect(first.map(({ logId }) => logId).toSorted()).toEqual(
      [world.acme.accountId, world.other.accountId].toSorted(),
    );
    await sign(2, world.other.accountId);
    await send(webhookChannel({ url, secret }));
    expect(bodies(got)).toHaveLength(4);
    expectNoGap(bodies(got));
  });

  test("that fails, redirects, hangs, breaks off or is gone gets it again, after longer and longer pauses, and misses none", async () => {
    let turn = 0;
    const answers: RequestListener[] = [
      (_, response) => void response.writeHead(500).end(secret),
      (_, response) => void response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
      () => undefined,
      (request) => void request.socket.destroy(),
      (_, response) => void response.end("ok"),
    ];
    const { url, got } = await receive((request, response) =>
      answers[Math.min(turn++, 4)]!(request, response),
    );
    // Only the one that is not answered is given up soon: a busy machine is no reason to fail.
    const channel = webhookChannel({ url, secret });
    const impatient = webhookChannel({ url, secret }, 300);
    await sign(1);
    const reasons: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      reasons.push(await send(i === 2 ? impatient : channel));
      const row = await rowOf(channel.id);
      expect(row).toMatchObject({ failures: i + 1, delivered: "0" });
      expect(row.failedSince).not.toBeNull();
      expect(row.lastError).not.toContain(secret);
      await settle();
    }
    expect(reasons).toEqual([
      { kind: "failed", reason: "The receiver answered 500." },
      { kind: "failed", reason: "The receiver answered 302." },
      { kind: "failed", reason: "The receiver did not answer within 0.3 s." },
      { kind: "failed", reason: expect.stringMatching(/cannot be reached \(\w+\)/) },
    ]);
    await sign(1);
    expect(await send(channel)).toMatchObject({ kind: "sent" });
    expect(await rowOf(channel.id)).toMatchObject({ failures: 0, failedSince: null, lastError: null });
    const deliveries = bodies(got);
    expect(new Set(deliveries.slice(0, 4).map(({ number }) => number)).size).toBe(1);
    expectNoGap(deliveries.slice(4));
    expect(deliveries.at(-1)!.number).toBe(await newest());

    const gone = webhookChannel({ url: "http://127.0.0.1:9/", secret });
    for (let i = 0; i < 6; i++) {
      await sendPending(world.db, gone, { now: world.clock.now });
      const [{ pause }] = (await world.run(
        `SELECT extract(epoch FROM "nextAttemptAt" - clock_timestamp())::float8 AS pause FROM "AuditChannel" WHERE "id" = $1`,
        [gone.id],
      )) as [{ pause: number }];
      // Three quarters to the whole of it, less what the look took.
      expect(pause).toBeGreaterThan(0.75 * 2 ** i - 10);
      expect(pause).toBeLessThanOrEqual(2 ** i);
      if (i === 5)
        expect(await sendPending(world.db, gone, { now: world.clock.now })).toEqual({ kind: "busy" });
      await settle();
    }
  });

  test("is not held up by a pause from before the clock was set back by hours", async () => {
    const { url, got } = await receive((_, response) => void response.end());
    const channel = webhookChannel({ url, secret });
    await sign(1);
    await send(channel);
    const before = got.length;
    await sign(1);
    const pauseFor = (pause: string) =>
      world.run('UPDATE "AuditChannel" SET "nextAttemptAt" = clock_timestamp() + $1::interval', [pause]);
    await pauseFor("14 minutes");
    expect(await send(channel)).toEqual({ kind: "busy" });
    await pauseFor("6 hours");
    expect(await send(channel)).toEqual({ kind: "sent", count: 1 });
    expect(got.length).toBe(before + 1);
  });

  test("a sender that dies after the receiver has it, and before that is noted, sends it again: at least once, under the same number", async () => {
    const { url, got } = await receive((_, response) => void response.end());
    const real = webhookChannel({ url, secret });
    await sign(2);
    const dying: Channel = {
      ...real,
      async send(delivery) {
        await real.send(delivery);
        throw new Error("killed");
      },
    };
    await expect(send(dying)).rejects.toThrow("killed");
    // The dead one's lease is respected, and then over.
    expect(await send(real)).toEqual({ kind: "busy" });
    await settle();
    await send(real);
    const numbers = bodies(got).map(({ number }) => number);
    expect(numbers[0]).toBe(numbers[1]);
    expectNoGap(bodies(got).slice(1));
  });

  test("of several processes one sends at a time: none is sent twice, none is left out", async () => {
    const { url, got } = await receive((_, response) => void setTimeout(() => response.end(), 5));
    await sign(8);
    await Promise.all(Array.from({ length: 5 }, () => send(webhookChannel({ url, secret }))));
    await send(webhookChannel({ url, secret }));
    const before = got.length;
    await sign(4);
    const running = Array.from({ length: 3 }, () =>
      startCheckpointChannels(
        world.db,
        [webhookChannel({ url, secret })],
        { info: () => undefined, warn: () => undefined },
        () => world.clock.now,
      ),
    );
    await Promise.all(running.map((each) => each.round()));
    await Promise.all(running.map((each) => each.close()));
    expect(got.length - before).toBe(4);
    expectNoGap(bodies(got));
  });
});
