import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { openWorld } from "@/services/testing/open-world";
import { sendLines, sendRaw, trickle } from "@/services/testing/raw-request";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

async function post(body: BodyInit, contentType: string | null = "application/json") {
  const response = await fetch(`${api.url}/v1/tokens/verify`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${api.gateway}`,
      ...(contentType ? { "content-type": contentType } : {}),
    },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("bodies", () => {
  test.each<[BodyInit, string]>([
    ["", "empty"],
    ["{", "cut off"],
    ["{'token': 'x'}", "single quotes"],
    ['{"token":"x"} x', "something behind"],
    ['{"token":"x","token":"y"}', "a key twice"],
    ['{"token":"x","to\\u006ben":"y"}', "a key twice, once escaped"],
    ['{"token":"x","more":[{"a":1,"b":{"c":1,"c":2}}]}', "a key twice deep inside"],
    [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), "no UTF-8"],
  ])("that are no JSON object of ours are refused with 400: %# %s", async (body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { code: "malformed_json", status: 400 } });
  });

  test("the same name in different objects, or as a value, is no duplicate", async () => {
    const body = '{"token":"token","a":{"token":1},"b":[{"token":1},{"token":"\\"token\\":"}]}';
    expect(await post(body)).toMatchObject({ status: 200 });
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
    null,
  ])("of another content type are refused with 415: %s", async (contentType) => {
    // A buffer has no content type of its own that fetch would add.
    const answer = await post(new TextEncoder().encode('{"token":"x"}'), contentType);
    expect(answer).toMatchObject({ status: 415, body: { code: "unsupported_media_type" } });
  });

  test("with a charset are read", async () => {
    expect((await post('{"token":"x"}', "application/json; charset=utf-8")).status).toBe(200);
  });

  test("over 1 MB are refused with 413, whether the length is told or not", async () => {
    const large = `{"token":"${"x".repeat(10_000_000)}"}`;
    expect(await post(large)).toMatchObject({ status: 413, body: { code: "body_too_large" } });
    const head = `POST /v1/tokens/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `${(600_000).toString(16)}\r\n${"x".repeat(600_000)}\r\n`;
    expect(await sendRaw(api.url, `${head}${chunk}${chunk}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("nested 100,000 deep are answered, not crashed on", async () => {
    const deep = `{"token":"x","a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect([200, 400]).toContain((await post(deep)).status);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  });
});

describe("addresses and methods", () => {
  test.each([
    ["GET", "/v1/tokens/verify", "POST"],
    ["DELETE", "/v1/tokens/verify?x=1", "POST"],
    ["HEAD", "/v1/tokens/verify", "POST"],
    ["POST", "/api/v1.0/whoami", "GET, HEAD"],
    ["PROPFIND", "/healthz", "GET, HEAD"],
    ["QUERY", "/healthz", "GET, HEAD"],
  ])("%s %s: 405 with Allow: %s", async (method, path, allow) => {
    const answer = await sendLines(api.url, method, path, []);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer.toLowerCase()).toContain(`\r\nallow: ${allow.toLowerCase()}\r\n`);
  });

  test.each([
    "/",
    "/v1",
    "/v1/tokens/verify/x",
    "/api/v1.0/whoami/",
    "/%",
    "/%zz",
    "/..%2f..%2fetc/passwd",
    "/v1/%00",
  ])("an unknown address is 404 as problem+json and is not repeated: %s", async (path) => {
    const answer = await sendLines(api.url, "GET", path, []);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    const body = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));
    expect(body).toMatchObject({
      status: 404,
      code: "not_found",
      type: "https://desk.example.test/docs/errors/not_found",
    });
  });

  test("what is no HTTP is refused and not logged", async () => {
    const before = api.log.length;
    for (const bytes of ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n"]) {
      const answer = await sendRaw(api.url, bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(JSON.parse(answer.split("\r\n\r\n")[1]!)).toMatchObject({
        status: 400,
        code: "invalid_request",
      });
    }
    expect(api.log.length).toBe(before);
  });

  test.each([
    ["/v1/tokens/verify", ["Host: keydesk.example"]],
    ["/v1/tokens/verify", ["HOST: x"]],
    ["/v1/forward-auth", ["Host: keydesk.example"]],
    ["/healthz", ["Host: x"]],
    ["/nowhere", ["Host: x"]],
  ])("two hosts are one too many (RFC 9112 §3.2): %s %j", async (path, lines) => {
    const answer = await sendLines(api.url, "POST", path, lines);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.split("\r\n\r\n")[1]!)).toMatchObject({ status: 400, code: "invalid_request" });
  });

  test("OAuth's endpoints say it in OAuth's form", async () => {
    const answer = await sendLines(api.url, "POST", "/oauth2/introspect", ["Host: x"]);
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*"error":"invalid_request"/);
  });

  test("a host that is none is refused, also after a good one on the same connection", async () => {
    const head = (host: string) =>
      `GET /v1/forward-auth HTTP/1.1\r\nHost: ${host}\r\nX-Keydesk-Gateway: ${api.gateway}\r\n`;
    const answer = await sendRaw(
      api.url,
      `${head("keydesk_api:3001")}\r\n${head("x, y")}Connection: close\r\n\r\n`,
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 401", "HTTP/1.1 400"]);
  });

  test("a host that is missing is refused in our words; HTTP/1.0 needs none", async () => {
    const answer = await sendRaw(api.url, "GET /healthz HTTP/1.1\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*Send a Host header\./);
    expect(await sendRaw(api.url, "GET /healthz HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("what comes behind a request is not answered in the middle of its answer", async () => {
    const gateway = `Authorization: Bearer ${api.gateway}\r\n`;
    const head = `POST /v1/tokens/verify HTTP/1.1\r\nHost: x\r\n${gateway}Content-Type: application/json\r\n`;
    const answer = await sendRaw(
      api.url,
      `${head}Content-Length: 2000000\r\n\r\n{}`.concat("x".repeat(1_999_998), "no HTTP\r\n\r\n"),
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 413"]);
  });

  test("headers beyond every measure are 431", async () => {
    const answer = await sendLines(api.url, "GET", "/healthz", [`X-Large: ${"x".repeat(100_000)}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("no answer says what it is made with", async () => {
    const { headers } = await fetch(`${api.url}/healthz`);
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("server")).toBeNull();
    expect(headers.get("cache-control")).toBe("no-store");
  });
});

describe("health", () => {
  test("/healthz and /readyz are good while the database has the migrations of this code", async () => {
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
    expect(await sendLines(api.url, "HEAD", "/readyz", [])).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    [
      "newer",
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ('x', 'x', '99990101000000_future', now(), 1)`,
      `DELETE FROM _prisma_migrations WHERE id = 'x'`,
    ],
    [
      "older",
      `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)`,
      "UPDATE _prisma_migrations SET rolled_back_at = NULL",
    ],
  ])("/readyz is 503 on a database that is %s, and good again after", async (_, spoil, mend) => {
    await world.run(spoil);
    const response = await fetch(`${api.url}/readyz`);
    await world.run(mend);
    expect([response.status, (await response.json()).code]).toEqual([503, "not_ready"]);
    expect(response.headers.get("retry-after")).toBe("1");
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
  });
});

test("who sends a head or a body a byte at a time has fifteen seconds for the whole, and is told", async () => {
  const verify = "POST /v1/tokens/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  const senders = [
    "",
    "GET /healthz HTTP/1.1\r\nX: ",
    `${verify}Content-Length: 9000\r\n\r\n{`,
    `${verify}Transfer-Encoding: chunked\r\n\r\n`,
  ].map((start) => trickle(api.url, start, start.endsWith("chunked\r\n\r\n") ? "1\r\n \r\n" : "G"));
  for (const { answer, ms } of await Promise.all(senders)) {
    expect(answer).toMatch(/^HTTP\/1\.1 4(?:08|00) /);
    expect(ms).toBeLessThan(30_000);
  }
});

test("each request has one line in the log: what, how it ended, which token, and no address", async () => {
  // Of tests before.
  await expect.poll(() => api.log.splice(0).length, { interval: 500 }).toBe(0);
  await fetch(`${api.url}/api/v1.0/whoami?secret=hush`, { headers: { authorization: "Bearer hush" } });
  await post('{"token":"hush"}');
  // The line is written after the answer has left.
  await expect.poll(() => api.log.length).toBe(2);
  const lines = api.log.map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({
    method: "GET",
    route: "/api/v1.0/whoami",
    status: 401,
    verdict: "malformed",
  });
  expect(lines[1]).toMatchObject({
    method: "POST",
    route: "/v1/tokens/verify",
    status: 200,
    verdict: "malformed",
  });
  expect(api.log.join("")).not.toContain("hush");
});
