import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { forwardedAddress } from "@/api/client-address";
import type { Incoming } from "@/api/incoming";
import { readGateway } from "@/api/request-credentials";
import { readForwardAuth } from "@/api/verify/forwarded-request";
import { createHeadReader } from "@/api/wire/head-reader";
import { addressKey } from "@/domain/limits/address-key";
import { makeTokenString } from "@/domain/tokens/token-string";
import { createWindows } from "@/services/limits/windows";

// A piece of a text keeps all of it in memory: of a head, the token of a client that asked long ago.

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that stay of each of `count` calls, after what nobody holds is gone. */
function keptOfEach(count: number, call: (number: number) => unknown): number {
  const held: unknown[] = [call(count)];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < count; number++) held.push(call(number));
  collect();
  const kept = (process.memoryUsage().heapUsed - before) / count;
  expect(held).toHaveLength(count + 1);
  return kept;
}

const longBytes = 7_500;
const long = "x".repeat(longBytes);
const head = (query: string, gateway: string, token: string) =>
  Buffer.from(
    `GET /v1/forward-auth?${query} HTTP/1.1\r\nHost: gateway.example.test\r\nX-Keydesk-Gateway: ${gateway}\r\nAuthorization: ${token}\r\n\r\n`,
  );
const incoming = (sent: Buffer): Incoming => {
  const { headers, url } = createHeadReader()(sent)!.head;
  return { headers, raw: { url, rawHeaders: [], socket: {} as Socket }, query: {} };
};

describe("of a long head there stays", () => {
  test("nothing on its connection after the next one", () => {
    const kept = keptOfEach(2_000, () => {
      const read = createHeadReader();
      read(head("permission=reports:read", "GT_gateway_gateway", long));
      return [read, read(head("permission=reports:read", "GT_gateway_gateway", "y"))];
    });
    expect(kept).toBeLessThan(longBytes / 2);
  });

  test("nothing where its rule is remembered", () => {
    const kept = keptOfEach(800, (number) => {
      readForwardAuth(incoming(head(`permission=reports:read:${number}`, "GT_gateway_gateway", long)));
    });
    expect(kept).toBeLessThan(longBytes / 4);
  });

  test("nothing where its gateway's token is remembered", () => {
    const kept = keptOfEach(90, () => {
      readGateway(incoming(head("", makeTokenString("gateway", "AAAABBBB", randomBytes).text, long)), false);
    });
    expect(kept).toBeLessThan(longBytes / 2);
  });

  test("nothing where its client's address is counted", () => {
    const addresses = createWindows(300_000, 10_000);
    const kept = keptOfEach(1_000, (number) => {
      const from = `203.0.${100 + Math.floor(number / 100)}.${100 + (number % 100)}`;
      const sent = head("", "GT_gateway_gateway", `${long}\r\nX-Forwarded-For: ${from}`);
      const address = forwardedAddress(incoming(sent))!;
      addresses.count(addressKey(address), undefined, 0);
    });
    expect(addresses.size()).toBe(1_001);
    expect(kept).toBeLessThan(longBytes / 2);
  });
});
