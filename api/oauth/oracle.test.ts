import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { basic, type FormInit, type OAuthAnswer, postForm } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import { type Oracle, openOracle } from "@/api/testing/oracle";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { introspectionPath, revocationPath, tokenPath } from "@/domain/oauth/paths";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

/*
 * The same request to Keydesk and to another authorization server: the same status, the same error code, the same rule for caches.
 * Where we differ on purpose, the case says how and why.
 */
let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
let oracle: Oracle;
let client: CreatedApiClient;
let other: CreatedApiClient;
beforeAll(async () => {
  // It warns of its defaults at each start.
  for (const method of ["warn", "info"] as const)
    vi.spyOn(console, method).mockImplementation(() => undefined);
  world = await openWorld();
  api = await openApi(world);
  client = await makeApiClient(world.acme);
  other = await makeApiClient(world.acme, "Another");
  oracle = await openOracle([client, other]);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await oracle.close();
  await api.close();
  await world.close();
});

type Outcome = { readonly status: number; readonly error: string | null };
type Case = {
  readonly name: string;
  readonly form: FormInit | (() => FormInit);
  readonly headers?: () => Record<string, string>;
  /** Appended to the address. */
  readonly query?: string;
  /** Only where they differ: what each says, and why we do. */
  readonly differs?: { readonly ours: Outcome; readonly theirs: Outcome; readonly because: string };
};

const grant = { grant_type: "client_credentials" };
const inHeader = () => basic(client.clientId, client.secret);
const inBody = () => ({ ...grant, client_id: client.clientId, client_secret: client.secret });
const raw = (text: string) => () => ({ authorization: `Basic ${btoa(text)}` });
const invalid = (status: number, error: string | null): Outcome => ({ status, error });

const tokenCases: readonly Case[] = [
  { name: "Basic", form: grant, headers: inHeader },
  { name: "credentials in the body", form: inBody },
  {
    name: "the same client_id in header and body",
    form: () => ({ ...grant, client_id: client.clientId }),
    headers: inHeader,
  },
  { name: "another client_id in the body", form: { ...grant, client_id: "x" }, headers: inHeader },
  { name: "two methods", form: inBody, headers: inHeader },
  { name: "an assertion beside Basic", form: { ...grant, client_assertion: "x.y.z" }, headers: inHeader },
  { name: "grant_type missing", form: {}, headers: inHeader },
  { name: "grant_type empty", form: { grant_type: "" }, headers: inHeader },
  { name: "grant_type unknown", form: { grant_type: "password" }, headers: inHeader },
  {
    name: "grant_type twice",
    form: "grant_type=client_credentials&grant_type=client_credentials",
    headers: inHeader,
  },
  { name: "client_id twice", form: () => [...Object.entries(inBody()), ["client_id", client.clientId]] },
  {
    name: "client_secret twice",
    form: () => [...Object.entries(inBody()), ["client_secret", client.secret]],
  },
  { name: "scope twice", form: "grant_type=client_credentials&scope=*&scope=*", headers: inHeader },
  { name: "scope empty", form: { ...grant, scope: "" }, headers: inHeader },
  {
    name: "an unknown parameter, twice",
    form: "grant_type=client_credentials&foo=1&foo=2",
    headers: inHeader,
  },
  { name: "wrong secret with Basic", form: grant, headers: () => basic(client.clientId, "wrong") },
  { name: "wrong secret in the body", form: () => ({ ...inBody(), client_secret: "wrong" }) },
  { name: "unknown client", form: grant, headers: () => basic("client_00000000000000000000", "x") },
  {
    name: "unknown client, in the body",
    form: { ...grant, client_id: "client_00000000000000000000", client_secret: "x" },
  },
  { name: "client_id alone", form: () => ({ ...grant, client_id: client.clientId }) },
  { name: "client_secret alone", form: () => ({ ...grant, client_secret: client.secret }) },
  { name: "Basic without a colon", form: grant, headers: raw("client") },
  { name: "Basic without a secret", form: grant, headers: raw("client:") },
  { name: "Basic with a broken percent sign", form: grant, headers: raw("client:%zz") },
  { name: "Basic that is no base64", form: grant, headers: () => ({ authorization: "Basic !!" }) },
  { name: "Basic with an encoded colon in the id", form: grant, headers: () => basic("a:b", "x") },
  {
    name: "no UTF-8 in the body",
    form: "grant_type=%ff",
    headers: inHeader,
    differs: {
      ours: invalid(400, "invalid_request"),
      theirs: invalid(400, "unsupported_grant_type"),
      because:
        "a body that is no UTF-8 is not a form (RFC 6749 appendix B); it reads it with replacement characters",
    },
  },
  {
    name: "JSON",
    form: () => JSON.stringify(inBody()),
    headers: () => ({ "content-type": "application/json" }),
  },
  {
    name: "no credentials",
    form: grant,
    differs: {
      ours: invalid(401, "invalid_client"),
      theirs: invalid(400, "invalid_request"),
      because: "RFC 6749 §5.2 names “no client authentication included” under invalid_client",
    },
  },
  {
    name: "a bearer token in the header",
    form: grant,
    headers: () => ({ authorization: "Bearer x" }),
    differs: {
      ours: invalid(401, "invalid_client"),
      theirs: invalid(400, "invalid_request"),
      because:
        "RFC 6749 §5.2 names “unsupported authentication method” under invalid_client, with 401 when the header was used",
    },
  },
  {
    name: "an unknown scope",
    form: { ...grant, scope: "reports:read" },
    headers: inHeader,
    differs: {
      ours: invalid(400, "invalid_scope"),
      theirs: invalid(200, null),
      because:
        "it drops what it cannot give; RFC 6749 §3.3 allows both, and a token of other rights than asked for is a surprise",
    },
  },
  {
    name: "credentials in the address",
    form: inBody,
    query: "?client_id=x",
    differs: {
      ours: invalid(400, "invalid_request"),
      theirs: invalid(200, null),
      because: "RFC 6749 §2.3.1: credentials MUST NOT be in the address; it ignores them there",
    },
  },
  { name: "GET parameters in the address of a POST", form: inBody, query: "?grant_type=password" },
];

const revocationCases: readonly Case[] = [
  { name: "an unknown token", form: { token: "nonsense" }, headers: inHeader },
  { name: "an unknown hint", form: { token: "nonsense", token_type_hint: "x" }, headers: inHeader },
  { name: "token missing", form: {}, headers: inHeader },
  { name: "token empty", form: { token: "" }, headers: inHeader },
  { name: "token twice", form: "token=a&token=b", headers: inHeader },
  { name: "hint twice", form: "token=a&token_type_hint=b&token_type_hint=c", headers: inHeader },
  { name: "wrong secret", form: { token: "x" }, headers: () => basic(client.clientId, "wrong") },
  { name: "two methods", form: () => ({ ...inBody(), token: "x" }), headers: inHeader },
  { name: "JSON", form: "{}", headers: () => ({ ...inHeader(), "content-type": "application/json" }) },
  { name: "a JWT of nobody", form: { token: "eyJhbGciOiJIUzI1NiJ9.e30.AAAA" }, headers: inHeader },
];

async function askBoth(path: string, { form, headers, query = "" }: Case) {
  const send = (base: string) =>
    postForm(base + path + query, typeof form === "function" ? form() : form, headers?.() ?? {});
  return { ours: await send(api.url), theirs: await send(oracle.url) };
}

function outcomeOf({ status, json }: OAuthAnswer): Outcome {
  return { status, error: (json?.error as string | undefined) ?? null };
}

async function compare(path: string, one: Case) {
  const { ours, theirs } = await askBoth(path, one);
  if (one.differs === undefined) expect(outcomeOf(ours)).toEqual(outcomeOf(theirs));
  else {
    expect(one.differs.ours).not.toEqual(one.differs.theirs);
    expect({ ours: outcomeOf(ours), theirs: outcomeOf(theirs) }).toEqual({
      ours: one.differs.ours,
      theirs: one.differs.theirs,
    });
  }
  expect(ours.headers.get("cache-control")).toBe("no-store");
  // Where they challenge, so do we, with the same scheme; RFC 9110 §15.5.2 makes us challenge every 401.
  const [own, foreign] = [ours, theirs].map((sent) => sent.headers.get("www-authenticate")?.split(" ")[0]);
  if (foreign !== undefined && ours.status === 401) expect(own).toBe(foreign);
  return { ours, theirs };
}

describe("the token endpoint", () => {
  test.each(tokenCases)("$name", async (one) => {
    const { ours, theirs } = await compare(tokenPath, one);
    expect(theirs.headers.get("cache-control")).toBe("no-store");
    const [own, foreign] = [ours, theirs].map(({ json }) => Object.keys(json ?? {}).sort());
    if (ours.status === 200 && theirs.status === 200) {
      // They leave a default scope out; RFC 6749 §5.1 lets us say it.
      expect(own).toEqual([...(foreign ?? []), "scope"].sort());
      expect(ours.json?.expires_in).toBe(theirs.json?.expires_in);
      expect(ours.json?.token_type).toBe(theirs.json?.token_type);
    } else if (ours.status === theirs.status) expect(own).toEqual(foreign);
  });
});

describe("the revocation endpoint", () => {
  test.each(revocationCases)("$name", async (one) => {
    await compare(revocationPath, one);
  });

  const obtain = async (base: string, { clientId, secret }: CreatedApiClient) =>
    String((await postForm(base + tokenPath, grant, basic(clientId, secret))).json?.access_token);
  const revokeAt = async (base: string, token: string) =>
    outcomeOf(await postForm(base + revocationPath, { token }, inHeader()));

  test("a token of its own, twice", async () => {
    for (const base of [api.url, oracle.url]) {
      const token = await obtain(base, client);
      expect([await revokeAt(base, token), await revokeAt(base, token)]).toEqual([
        { status: 200, error: null },
        { status: 200, error: null },
      ]);
    }
  });

  test("a token of another client", async () => {
    for (const base of [api.url, oracle.url]) {
      expect(await revokeAt(base, await obtain(base, other))).toEqual({
        status: 400,
        error: "invalid_request",
      });
    }
  });
});

describe("the introspection endpoint, each asked by whom it lets ask", () => {
  const ask = async (form: FormInit) => ({
    ours: await postForm(api.url + introspectionPath, form, { authorization: `Bearer ${api.gateway}` }),
    theirs: await postForm(oracle.url + introspectionPath, form, inHeader()),
  });

  test.each([
    ["an unknown token", { token: "nonsense" }],
    ["an unknown hint", { token: "nonsense", token_type_hint: "x" }],
    ["token missing", {}],
    ["token twice", "token=a&token=b"],
  ] as [string, FormInit][])("%s", async (_, form) => {
    const { ours, theirs } = await ask(form);
    expect(outcomeOf(ours)).toEqual(outcomeOf(theirs));
    expect(ours.headers.get("cache-control")).toBe(theirs.headers.get("cache-control"));
    if (ours.status === 200) expect(ours.text).toBe(theirs.text);
  });

  test("a token of a client: the members that both have mean the same", async () => {
    const answers = await Promise.all(
      [api.url, oracle.url].map(async (base) => {
        const token = String((await postForm(base + tokenPath, grant, inHeader())).json?.access_token);
        const headers = base === api.url ? { authorization: `Bearer ${api.gateway}` } : inHeader();
        return (await postForm(base + introspectionPath, { token }, headers)).json ?? {};
      }),
    );
    const [ours = {}, theirs = {}] = answers;
    expect(Object.keys(theirs).filter((name) => !(name in ours))).toEqual([]);
    for (const name of ["active", "client_id", "token_type"]) expect(ours[name]).toEqual(theirs[name]);
    const lifetimes = answers.map((answer) => Number(answer.exp) - Number(answer.iat));
    expect(lifetimes).toEqual([3600, 3600]);
  });
});
