import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { type Scrape, scrape } from "@/api/testing/scrape";
import { makeVerdictQuestions, type Question } from "@/api/testing/verdict-questions";
import { type Verdict, verdicts } from "@/domain/verification/verdicts";
import type { Face } from "@/services/metrics/meter";
import { openWorld } from "@/services/testing/open-world";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
let questions: Readonly<Record<Verdict, Question>>;
const expected = new Map<string, number>();
let counted: Scrape;

/** Each face's way to ask; null where it cannot ask that. */
const ask: Record<Face, (question: Question) => Promise<Response> | null> = {
  verify: (question) =>
    fetch(`${api.url}/v1/tokens/verify`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${api.gateway}` },
      body: JSON.stringify(question),
    }),
  forward_auth: ({ token, permission, organization }) => {
    if (organization === null) return null;
    const query = permission === undefined ? "" : `?permission=${permission}`;
    const authorization = token === "" || token.includes(" ") ? token : `Impersonation ${token}`;
    return fetch(`${api.url}/v1/forward-auth${query}`, {
      headers: { "x-keydesk-gateway": api.gateway, ...(authorization === "" ? {} : { authorization }) },
    });
  },
  introspect: ({ token, permission, organization }) => {
    if (token === "" || organization === null) return null;
    const form = new URLSearchParams({ token, ...(permission === undefined ? {} : { permission }) });
    return fetch(`${api.url}/oauth2/introspect`, {
      method: "POST",
      headers: { authorization: `Bearer ${api.gateway}` },
      body: form,
    });
  },
  self: ({ token, permission, organization }) => {
    if (organization === null) return null;
    const query = permission === undefined ? "" : `?permission=${permission}`;
    const authorization = token === "" || token.includes(" ") ? token : `Impersonation ${token}`;
    return fetch(`${api.url}/api/v1.0/whoami${query}`, {
      headers: authorization === "" ? {} : { authorization },
    });
  },
};

const faces = ["verify", "forward_auth", "introspect", "self"] as const;
const count = (face: Face, verdict: string) => {
  const key = `${face} ${verdict}`;
  expected.set(key, (expected.get(key) ?? 0) + 1);
};

beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  questions = await makeVerdictQuestions(world);
  // The limits' one good call.
  for (const verdict of ["rate_limited", "quota_exceeded"] as const) {
    await ask.introspect(questions[verdict]);
    count("introspect", "valid");
  }
  for (const [f, face] of faces.entries()) {
    for (const [v, verdict] of verdicts.entries()) {
      // Types that go as Bearer, at faces where the scheme counts.
      const isBearer = verdict === "owner_inactive" || verdict === "plan_required";
      const question = questions[verdict];
      const asked =
        isBearer && face !== "introspect" && face !== "verify"
          ? { ...question, token: `Bearer ${question.token}` }
          : question;
      for (let times = 0; times <= (f + v) % 3; times += 1) {
        const answer = ask[face](asked);
        if (answer === null) continue;
        await (await answer).arrayBuffer();
        count(face, verdict);
      }
    }
  }
  await askInOtherWays();
  // Callers that are no gateways.
  for (const authorization of ["Bearer nonsense", `Impersonation ${questions.valid.token}`]) {
    await fetch(`${api.url}/oauth2/introspect`, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams({ token: questions.valid.token }),
    });
  }
  count("introspect", "gateway_malformed");
  count("introspect", "gateway_forbidden");
  counted = await scrape(api);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

/** What goes another way through the code than a plain question: each of it is one answer too. */
async function askInOtherWays(): Promise<void> {
  const gateway = { authorization: `Bearer ${api.gateway}` };
  const json = { ...gateway, "content-type": "application/json" };
  const url = `${api.url}/v1/tokens/verify`;
  const body = JSON.stringify(questions.revoked);
  // In pieces of unknown length; larger than what is read at once.
  await fetch(url, {
    method: "POST",
    headers: json,
    body: new Blob([body]).stream(),
    duplex: "half",
  } as RequestInit);
  await fetch(url, { method: "POST", headers: json, body: body + " ".repeat(50_000) });
  count("verify", "revoked");
  count("verify", "revoked");
  // What cannot be read, and callers that may not ask.
  await fetch(url, { method: "POST", headers: json, body: "{" });
  await fetch(url, { method: "POST", headers: json, body: JSON.stringify({ token: 7 }) });
  count("verify", "invalid");
  count("verify", "invalid");
  await fetch(url, { method: "POST", headers: { ...json, authorization: "Bearer nonsense" }, body });
  count("verify", "gateway_malformed");
  const forwardAuth = `${api.url}/v1/forward-auth`;
  await fetch(forwardAuth, { headers: { authorization: `Impersonation ${questions.valid.token}` } });
  count("forward_auth", "gateway_missing");
  await fetch(`${forwardAuth}?permission=not%20one`, { headers: { "x-keydesk-gateway": api.gateway } });
  count("forward_auth", "invalid");
  await fetch(`${api.url}/v1/ext-authz/a/path`, {
    headers: { "x-keydesk-gateway": api.gateway, authorization: `Impersonation ${questions.valid.token}` },
  });
  count("forward_auth", "valid");
}

describe("after questions of every verdict at every face", () => {
  test("each verdict is counted exactly as often as it was given, and none else", () => {
    const found = counted.families
      .get("keydesk_verifications_total")!
      .series.filter(({ value }) => value > 0)
      .map(({ labels, value }) => [`${labels.face} ${labels.verdict}`, value] as const);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    const given = new Set([...expected.keys()].map((key) => key.split(" ")[1]));
    expect(verdicts.filter((verdict) => !given.has(verdict))).toEqual([]);
  });

  test.each(faces)("the times of %s are as many as its answers, and add up", (face) => {
    let answers = 0;
    for (const [key, times] of expected) if (key.startsWith(`${face} `)) answers += times;
    expect(counted.valueOf("keydesk_verification_duration_seconds_count", { face })).toBe(answers);
    const sum = counted.valueOf("keydesk_verification_duration_seconds_sum", { face })!;
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(60);
  });

  test("keys and statements of look-ups are those that were sent", () => {
    const { keys, statements } = api.lookup.counts();
    expect(counted.valueOf("keydesk_lookup_batch_keys_sum")).toBe(keys);
    expect(counted.valueOf("keydesk_lookup_batch_keys_count")).toBe(statements);
    expect(counted.valueOf("keydesk_lookup_statement_duration_seconds_count")).toBe(statements);
    expect(counted.valueOf("keydesk_lookups_failed_total")).toBe(0);
    expect(counted.valueOf("keydesk_lookup_waiting")).toBe(0);
  });

  test("refusals of limits are counted at the limit that refused", () => {
    const limited = (verdict: string) =>
      faces.reduce((sum, face) => sum + (expected.get(`${face} ${verdict}`) ?? 0), 0);
    const refused = (policy: string) => counted.valueOf("keydesk_limiter_refused_total", { policy });
    expect(refused("minute")).toBe(limited("rate_limited"));
    expect(refused("day")).toBe(limited("quota_exceeded"));
    expect(refused("address")).toBe(0);
  });

  test("no token, name or id is among them", () => {
    const { text } = counted;
    for (const { token } of Object.values(questions)) {
      if (token !== "") expect(text).not.toContain(token.slice(-36, -6));
    }
    for (const { accountId, organizationId, administrator } of [world.acme, world.other]) {
      for (const id of [accountId, organizationId, administrator.userId]) expect(text).not.toContain(id);
    }
    expect(text).not.toMatch(/Acme|Borealis|192\.0\.2|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});
