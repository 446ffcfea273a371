import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { scrape } from "@/api/testing/scrape";
import { makeTokenString } from "@/domain/tokens/token-string";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";
import { lookupBounds } from "@/services/verification/lookup";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: OpenApi & { gateway: string };
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const bounds = { ...lookupBounds, connections: 1, waitingMax: 200, waitMsMax: 5_000, statementMsMax: 10_000 };
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world, { bounds });
});
afterAll(async () => {
  agent.destroy();
  await api.close();
  await world.close();
});

type Answer = { status: number; retryAfter: string | undefined; code: string; at: number };

/** Each on a connection of its own, as from many gateways. */
function ask(token: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${api.gateway}`, "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    request(`${api.url}/v1/tokens/verify`, { method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.once("end", () => {
        const { code, verdict } = JSON.parse(text);
        resolve({
          status: answer.statusCode ?? 0,
          retryAfter: answer.headers["retry-after"],
          code: code ?? verdict,
          at: performance.now(),
        });
      });
    })
      .once("error", reject)
      .end(JSON.stringify({ token }));
  });
}
// Well formed, and of nobody: each is a key of its own to look up.
const strange = () => makeTokenString("personal", "abcdefgh", randomBytes).text;
const crowd = (count: number) => Promise.all(Array.from({ length: count }, () => ask(strange())));

test("past capacity the excess is sent away at once with 503 and Retry-After, those who wait are answered, and then all is well at once", async () => {
  const good = (await makeToken(world.acme)).secret;
  await crowd(400);
  await world.run('BEGIN; LOCK TABLE "TokenSecret" IN ACCESS EXCLUSIVE MODE');
  // Its statement waits for the lock, and everybody else for its connection.
  const before = api.lookup.counts().statements;
  const first = ask(strange());
  await expect.poll(() => api.lookup.counts().statements).toBe(before + 1);
  const asked = Array.from({ length: 400 }, () => ask(strange()));
  const gone: Answer[] = [];
  for (const each of asked) void each.then((answer) => gone.push(answer));
  await expect.poll(() => gone.length).toBeGreaterThanOrEqual(300);
  const waits = api.lookup.waiting();
  // Answers may be there before the word that the lock is gone.
  const releasedAt = performance.now();
  await world.run("COMMIT");
  const answers = await Promise.all(asked);
  expect((await first).code).toBe("unknown");
  const excess = answers.filter(({ at }) => at < releasedAt);
  const rest = answers.filter(({ at }) => at >= releasedAt);
  for (const answer of excess)
    expect(answer).toMatchObject({ status: 503, retryAfter: "1", code: "overloaded" });
  expect(rest.length).toBe(100);
  for (const answer of rest) expect(answer).toMatchObject({ status: 200, code: "unknown" });
  // Two look-ups each, one of them for the gateway.
  expect(waits).toBe(bounds.waitingMax);
  expect(await ask(good)).toMatchObject({ status: 200, code: "valid" });
  expect((await scrape(api)).valueOf("keydesk_requests_shed_total")).toBeGreaterThanOrEqual(300);
});
