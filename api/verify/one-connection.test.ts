import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState } from "@/services/testing/tokens";

// A gateway asks about one client after the other on one connection: no answer says anything of the one before it.

let world: Awaited<ReturnType<typeof openWorld>>;
let api: OpenApi & { gateway: string };
type Made = { readonly id: string; readonly secret: string };
let tokens: Record<"one" | "two" | "disabled" | "foreign", Made>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  tokens = {
    one: await makeToken(world.acme),
    two: await makeToken(world.acme),
    disabled: await makeTokenInState(world, world.acme, "disabled"),
    foreign: await makeToken(world.other),
  };
});
afterAll(async () => {
  wire.socket.destroy();
  await api.close();
  await world.close();
});

let wire: { socket: Socket; answers: () => Answer[] };
type Answer = { status: number; headers: Record<string, string> };
beforeEach(async () => {
  wire?.socket.destroy();
  const { hostname, port } = new URL(api.url);
  const socket = connect({ host: hostname, port: Number(port) });
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
  });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  wire = { socket, answers: () => readAnswers(text) };
});

function readAnswers(text: string): Answer[] {
  const found: Answer[] = [];
  for (let at = 0; ; ) {
    const end = text.indexOf("\r\n\r\n", at);
    if (end === -1) return found;
    const [line, ...lines] = text.slice(at, end).split("\r\n");
    const headers = Object.fromEntries(
      lines.map((one) => [one.slice(0, one.indexOf(":")).toLowerCase(), one.slice(one.indexOf(":") + 2)]),
    );
    at = end + 4 + Number(headers["content-length"]);
    if (at > text.length) return found;
    found.push({ status: Number(line!.slice(9, 12)), headers });
  }
}

type Question = { token?: string; gateway?: string; address?: string; rule?: string; more?: string[] };

function write({ token, gateway = api.gateway, address, rule = "", more = [] }: Question): string {
  const lines = [
    `GET /v1/forward-auth${rule} HTTP/1.1`,
    "Host: x",
    `X-Keydesk-Gateway: ${gateway}`,
    ...(token === undefined ? [] : [`Authorization: Impersonation ${token}`]),
    ...(address === undefined ? [] : [`X-Forwarded-For: ${address}`]),
    ...more,
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Asks one after the other, each when the one before it is answered. */
async function ask(...questions: Question[]): Promise<Answer[]> {
  const before = wire.answers().length;
  for (const [i, question] of questions.entries()) {
    wire.socket.write(write(question));
    await expect.poll(() => wire.answers().length, { timeout: 20_000 }).toBe(before + i + 1);
  }
  return wire.answers().slice(before);
}

const said = (answers: readonly Answer[]) =>
  answers.map(({ status, headers }) => `${status} ${headers["x-keydesk-verdict"]}`);
const named = (answers: readonly Answer[]) => answers.map(({ headers }) => headers["x-keydesk-token"]);

test("each token is answered for itself, whatever came before", async () => {
  const { one, two, disabled, foreign } = tokens;
  const order = [one, two, disabled, one, foreign, two, foreign, foreign, disabled, disabled, one];
  const answers = await ask(...order.map(({ secret }) => ({ token: secret })));
  expect(named(answers)).toEqual(order.map((token) => (token === disabled ? undefined : token.id)));
  for (const [i, { headers, status }] of answers.entries()) {
    const token = order[i]!;
    const tenant = token === foreign ? world.other : world.acme;
    if (token === disabled) expect([status, headers["x-keydesk-account"]]).toEqual([401, undefined]);
    else {
      expect([headers["x-keydesk-account"], headers["x-keydesk-user"]]).toEqual([
        tenant.accountId,
        tenant.templateUserId,
      ]);
    }
  }
});

test("a token that is longer or shorter than the one before, or no token, leaves nothing of it", async () => {
  const { one, two } = tokens;
  const answers = await ask(
    { token: one.secret },
    { token: "IK" },
    { token: two.secret },
    { token: `${two.secret}x` },
    {},
    { token: one.secret },
    { token: "" },
    { token: two.secret.slice(0, -1) },
    { token: one.secret },
  );
  expect(said(answers)).toEqual([
    "200 valid",
    "401 malformed",
    "200 valid",
    "401 malformed",
    "401 missing",
    "200 valid",
    "401 malformed",
    "401 malformed",
    "200 valid",
  ]);
});

test("questions sent ahead are answered in their order, each for itself", async () => {
  const order = [tokens.one, tokens.foreign, tokens.two, tokens.one, tokens.two];
  wire.socket.write(order.map(({ secret }, i) => write({ token: secret, address: `192.0.2.${i}` })).join(""));
  await expect.poll(() => wire.answers().length, { timeout: 20_000 }).toBe(order.length);
  expect(named(wire.answers())).toEqual(order.map(({ id }) => id));
});

test("a head that is cut within the token is read with the rest of it", async () => {
  await ask({ token: tokens.one.secret });
  const next = write({ token: tokens.two.secret });
  wire.socket.setNoDelay(true).write(next.slice(0, next.indexOf("Impersonation") + 30));
  await new Promise((resolve) => setTimeout(resolve, 50));
  wire.socket.write(next.slice(next.indexOf("Impersonation") + 30));
  await expect.poll(() => wire.answers().length, { timeout: 20_000 }).toBe(2);
  expect(named(wire.answers())).toEqual([tokens.one.id, tokens.two.id]);
});

test("the client's address is that of its own request", async () => {
  const { id, secret } = await makeToken(world.acme);
  await world.db.token.update({ where: { id }, data: { ipAllowList: ["203.0.113.0/24"] } });
  const from = (address?: string) => (address === undefined ? { token: secret } : { token: secret, address });
  const answers = await ask(
    from("203.0.113.5"),
    from("198.51.100.1"),
    from("203.0.113.77"),
    from("203.0.113.5, 198.51.100.1"),
    from("198.51.100.1, 203.0.113.5"),
    from("nonsense"),
    from("203.0.113.6"),
    from(),
    from("203.0.113.6"),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 200, 403, 200, 403, 200, 403, 200]);
});

test("a gateway whose token becomes another one on its connection is refused at once", async () => {
  const token = tokens.one.secret;
  const wrong = `${api.gateway.slice(0, -1)}${api.gateway.endsWith("a") ? "b" : "a"}`;
  const answers = await ask(
    { token },
    { token, gateway: wrong },
    { token },
    { token, gateway: "" },
    { token },
  );
  expect(said(answers)).toEqual([
    "200 valid",
    "401 gateway_unauthenticated",
    "200 valid",
    "401 gateway_unauthenticated",
    "200 valid",
  ]);
  expect(answers[1]!.headers["x-keydesk-token"]).toBeUndefined();
});

test("a token sent twice is refused after one that was sent once, and so is a gateway's", async () => {
  const { one, two } = tokens;
  const twice = (line: string) => ({ token: one.secret, more: [line] });
  const answers = await ask(
    { token: one.secret },
    twice(`Authorization: Impersonation ${two.secret}`),
    { token: two.secret },
    twice(`X-Keydesk-Gateway: ${api.gateway}`),
    { token: `${one.secret}, Impersonation ${two.secret}` },
    { token: one.secret },
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 400, 400, 200]);
});

test("the rule is that of its own request", async () => {
  const { secret } = tokens.one;
  const by = (rule: string, more: string[] = []) => ({ token: secret, rule, more });
  const answers = await ask(
    by("?permission=reports:read"),
    by("?permission=billing:write"),
    by("?permission=reports:read"),
    by("", ["X-Keydesk-Ask: permission=reports:read"]),
    by("", ["X-Keydesk-Ask: permission=billing:read"]),
    by("", ["X-Forwarded-Uri: /?access_token=x"]),
    by("", ["X-Forwarded-Uri: /?access_tokeN=x"]),
    by("?permission=a&permission=b"),
    by("?permission=reports:read"),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 200, 200, 403, 400, 200, 400, 200]);
});

test("what a token may do, and its account's limits, are those of the moment", async () => {
  const { secret } = tokens.one;
  const [before] = await ask({ token: secret, address: "192.0.2.9" });
  expect(before!.headers["x-keydesk-permissions"]).toBe("reports:read");
  const where = { userId: world.acme.templateUserId, accountId: world.acme.accountId };
  const set = (permissions: string[]) => world.db.membership.updateMany({ where, data: { permissions } });
  await set(["reports:read", "reports:write"]);
  await world.db.account.update({ where: { id: world.acme.accountId }, data: { requestsPerMinute: 4_321 } });
  const [after] = await ask({ token: secret, address: "192.0.2.9" });
  await set(["reports:read"]);
  expect(after!.headers["x-keydesk-permissions"]).toBe("reports:read reports:write");
  expect(after!.headers["ratelimit-policy"]).toMatch(/^"minute";q=4321;w=60, "day";.*, "address";/);
  const [last] = await ask({ token: secret });
  expect(last!.headers["x-keydesk-permissions"]).toBe("reports:read");
  expect(last!.headers["ratelimit-policy"]).not.toContain("address");
});
