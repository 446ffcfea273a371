import { dumpTraces } from "@/e2e/support/account-dump";
import { askDesk, askRaw, breakOff, multipart, type RawRequest } from "@/e2e/support/ask-desk";
import { expect, httpTest as test } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import { readServerActions } from "@/e2e/support/server-actions";
import { cookieOf } from "@/e2e/support/sign-in";
import { createWorld } from "@/e2e/support/world";

/*
 * What the desk's port answers to requests that no page of it sends. Byte by byte, to the built product, with the session of an
 * administrator: whatever is not refused would be done.
 */
const megabytes = (count: number) => "x".repeat(count * 1_000_000);
const form = { "Content-Type": "multipart/form-data; boundary=x" };
const text = { "Content-Type": "text/plain;charset=UTF-8" };

type Case = { name: string; expected: number; code?: string; more: Partial<RawRequest> };

const oversized: Case[] = [
  { name: "10 MB", expected: 413, code: "body_too_large", more: { body: megabytes(10) } },
  {
    name: "10 MB in chunks",
    expected: 413,
    code: "body_too_large",
    more: { body: megabytes(10), chunked: true },
  },
];
const foreign: Case[] = ["http://evil.example", "null", "%%%", "http://127.0.0.1:1"].map((Origin) => ({
  name: `origin ${Origin}`,
  expected: 403,
  code: "foreign_origin",
  more: { headers: { Origin } },
}));
const crossSite: Case = {
  name: "no origin, but from another site",
  expected: 403,
  code: "foreign_origin",
  more: { headers: { Origin: "", "Sec-Fetch-Site": "cross-site" } },
};
const wrongTypes = (types: readonly string[]): Case[] =>
  types.map((type) => ({
    name: `content type ${type || "(none)"}`,
    expected: 415,
    code: "unsupported_media_type",
    more: { headers: { "Content-Type": type } },
  }));
const malformed = (bodies: Record<string, string>, headers: Record<string, string> = {}): Case[] =>
  Object.entries(bodies).map(([name, body]) => ({
    name,
    expected: 400,
    code: "malformed_request",
    more: { body, headers },
  }));

/** Sends each case in the place of a request that would be done; then that request itself, so that all of it counts. */
async function tryCases(
  cases: readonly Case[],
  good: (world: Awaited<ReturnType<typeof createWorld>>, cookie: string) => RawRequest,
): Promise<void> {
  const world = await createWorld();
  const cookie = await cookieOf(world.administrator, world.accountId);
  const request = good(world, cookie);
  const before = await dumpTraces(world.accountId);
  for (const { name, expected, code, more } of cases) {
    const headers = { ...request.headers, ...more.headers };
    for (const [header, value] of Object.entries(headers)) if (value === "") delete headers[header];
    const answer = await askDesk({ ...request, ...more, headers });
    expect(answer.status, `${name}: ${answer.text.slice(0, 200)}`).toBe(expected);
    expect(answer.head, name).toContain("content-type: application/problem+json");
    expect(JSON.parse(answer.text), name).toMatchObject({
      code,
      status: expected,
      detail: expect.any(String),
    });
    expect(await dumpTraces(world.accountId), `${name} changes nothing`).toBe(before);
  }
  const answer = await askDesk(request);
  expect(answer.status, answer.text.slice(0, 200)).toBeLessThan(400);
  expect(await dumpTraces(world.accountId), "the request itself is carried out").not.toBe(before);
}

const origin = () => openProduct().deskUrl;
const actionId = (name: string) => {
  const id = readServerActions().get(name);
  if (id === undefined) throw new Error(`${name} is not there`);
  return id;
};

test("a call of a server action that is malformed, of a wrong type, too large or foreign is refused, and changes nothing", () =>
  tryCases(
    [
      ...oversized,
      ...foreign,
      crossSite,
      ...wrongTypes(["", "application/json", "text/xml", "application/x-www-form-urlencoded", "text/html"]),
      ...malformed({
        nothing: "",
        words: "name=New part",
        "no array": '{"0":{"name":"New part"}}',
        number: "5",
        "half an array": '[{"name":"New part"}',
        "too deep": "[".repeat(50_000),
        "deep and whole": "[".repeat(50_000) + "]".repeat(50_000),
        "a part that is not there": '["$1"]',
        "a function that is not there": '["$F1"]',
        "more arguments than any function has": `[${Array(5_000).fill(1).join(",")}]`,
      }),
      ...malformed(
        {
          "no parts": "words",
          "half a part": '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[{"name":"New part"}',
          "parts without arguments": multipart({ name: "New part" }),
          "arguments that are not JSON": multipart({ "0": "words" }),
        },
        form,
      ),
      ...malformed({ "no boundary": multipart({ "0": "[]" }) }, { "Content-Type": "multipart/form-data" }),
    ],
    (_, cookie) => ({
      path: "/organizations",
      headers: {
        ...text,
        Origin: origin(),
        Cookie: cookie,
        Accept: "text/x-component",
        "Next-Action": actionId("app/(desk)/organizations/actions.ts#createOrganizationAction"),
      },
      body: '[{"name":"New part"}]',
    }),
  ));

test("a page's form that is malformed, of a wrong type, too large or foreign is refused, and changes nothing", () =>
  tryCases(
    [
      ...oversized,
      ...foreign,
      ...wrongTypes(["", "application/json", "text/plain", "application/x-www-form-urlencoded"]),
      ...malformed({ "no parts": "words", "half a part": '--x\r\nContent-Disposition: form-data; name="0"' }),
    ],
    (_, cookie) => ({
      path: "/",
      headers: { ...form, Origin: origin(), Cookie: cookie },
      body: multipart({ [`$ACTION_ID_${actionId("app/(desk)/session-actions.ts#signOutAction")}`]: "" }),
    }),
  ));

test("signing out by script that is malformed, of a wrong type, too large or foreign is refused, and changes nothing", async () => {
  const csrf = await askDesk({ method: "GET", path: "/api/auth/csrf" });
  const csrfCookie = /set-cookie: (next-auth\.csrf-token=[^;]+)/i.exec(csrf.head)?.[1];
  const csrfToken = /"csrfToken":"(\w+)"/.exec(csrf.text)?.[1];
  const json = { "Content-Type": "application/json" };
  await tryCases(
    [
      ...oversized,
      ...foreign,
      ...wrongTypes(["", "text/xml", "text/plain", "multipart/form-data; boundary=x"]),
      ...malformed({ nothing: "", half: "{", words: "csrf" }, json),
    ],
    (_, cookie) => ({
      path: "/api/auth/signout",
      headers: { ...json, Origin: origin(), Cookie: `${cookie}; ${csrfCookie}` },
      body: JSON.stringify({ csrfToken, callbackUrl: "/", json: "true" }),
    }),
  );
});

test("an export of a selection that is malformed, of a wrong type, too large or foreign is refused, and leaves no trace", () =>
  tryCases(
    [
      ...oversized,
      ...foreign,
      ...wrongTypes(["", "text/plain", "application/json"]),
      ...malformed({ "no parts": "words" }, form),
    ],
    (world, cookie) => ({
      path: "/integrations/api-access/export.csv",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: origin(), Cookie: cookie },
      body: `ids=${world.organization.id}`,
    }),
  ));

test("a form whose sender breaks off changes nothing", async () => {
  const world = await createWorld();
  const Cookie = await cookieOf(world.administrator, world.accountId);
  const before = await dumpTraces(world.accountId);
  const body = '[{"name":"New part"}]';
  const id = actionId("app/(desk)/organizations/actions.ts#createOrganizationAction");
  const headers = { ...text, Origin: origin(), Cookie, "Next-Action": id };
  await breakOff({ path: "/organizations", headers, body, length: body.length + 1 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await dumpTraces(world.accountId)).toBe(before);
  expect((await askDesk({ path: "/organizations", headers, body })).status).toBe(200);
  expect(await dumpTraces(world.accountId)).not.toBe(before);
});

test("methods that the desk does not have are answered with those that it has", async () => {
  for (const method of ["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "PURGE"]) {
    for (const path of ["/", "/users", "/api/auth/csrf", "/nothing-here"]) {
      const { status, head, text: body } = await askDesk({ method, path });
      expect([status, /^allow: (.*)$/m.exec(head)?.[1]], `${method} ${path}`).toEqual([
        405,
        "get, head, post",
      ]);
      expect(JSON.parse(body)).toMatchObject({ code: "method_not_allowed" });
    }
    const asset = await askDesk({ method, path: "/_next/static/x.js" });
    expect([asset.status, /^allow: (.*)$/m.exec(asset.head)?.[1]], method).toEqual([405, "get, head"]);
    const api = await askDesk({ method, path: "/v1/tokens/verify" });
    expect([api.status, /^allow: (.*)$/m.exec(api.head)?.[1]], `${method} at the API`).toEqual([405, "post"]);
  }
});

test("an address that cannot be read is answered 400, readable for people and for programs", async () => {
  for (const path of ["/%zz", "/v1/%zz", "/docs/errors/%zz", "/api/v1.0/%", "/integrations/%c3%28", "*"]) {
    const answer = await askDesk({ method: "GET", path });
    expect([answer.status, JSON.parse(answer.text).code], path).toEqual([400, "malformed_request"]);
    const page = await askDesk({ method: "GET", path, headers: { Accept: "text/html" } });
    expect([page.status, page.head], path).toEqual([400, expect.stringContaining("text/html")]);
    expect(page.text).toContain("<h1>The request cannot be read</h1>");
  }
});

test("a body over 1 MB is refused on the desk's port as on the API's own, told or counted", async () => {
  const { apiUrl, deskUrl } = openProduct();
  const headers = { "Content-Type": "application/json" };
  const request = { path: "/v1/tokens/verify", headers, body: megabytes(10) };
  for (const url of [apiUrl, deskUrl]) {
    for (const chunked of [false, true]) {
      const answer = await askRaw(url, { ...request, chunked });
      expect([answer.status, JSON.parse(answer.text)], url).toEqual([
        413,
        expect.objectContaining({ code: "body_too_large", detail: "The body may have at most 1 MB." }),
      ]);
    }
  }
});

test("no function that a browser can call fails for arguments of a wrong kind", async () => {
  test.slow();
  const world = await createWorld();
  const Cookie = await cookieOf(world.operator, world.accountId);
  const before = await dumpTraces(world.accountId);
  const kinds = [
    "[]",
    "[null]",
    "[5,5]",
    '["x","x"]',
    "[[],[]]",
    "[{},{}]",
    '[{"a":{"$":1}},"$undefined"]',
    '["$D-"]',
  ];
  // These take no argument, so nothing is wrong with them.
  const harmless = /#(signOutAction|endOtherSessionsAction|countLive|liftHoldAction)$/;
  for (const [name, id] of readServerActions()) {
    if (harmless.test(name)) continue;
    for (const body of kinds) {
      const headers = { ...text, Origin: origin(), Cookie, Accept: "text/x-component", "Next-Action": id };
      const answer = await askDesk({ path: "/sign-in", headers, body });
      expect(answer.status, `${name} ${body}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
      expect(answer.text, `${name} ${body}`).not.toContain(':E{"digest"');
    }
  }
  expect(await dumpTraces(world.accountId)).toBe(before);
});
