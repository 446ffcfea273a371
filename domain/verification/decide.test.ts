import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plans } from "@/domain/access/plans";
import { type TokenType, tokenTypeNames, tokenTypes } from "@/domain/tokens/types";
import { type Ask, decide, type TokenFacts } from "@/domain/verification/decide";
import { verdictStatus, verdicts } from "@/domain/verification/verdicts";

const now = new Date("2026-06-15T10:30:00.000Z");
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);
const own = { id: "0190aaaa-0000-7000-8000-000000000001", name: "Production" };
const foreign = "0190aaaa-0000-7000-8000-000000000002";

function makeFacts(type: TokenType = "impersonation"): TokenFacts {
  const { belongsTo, actsAs } = tokenTypes[type];
  return {
    secretId: "s",
    retiresAt: null,
    destroyedAt: null,
    token: {
      id: "t",
      type,
      name: "Nightly sync",
      deletedAt: null,
      disabledAt: null,
      notBefore: null,
      expiresAt: null,
      ipAllowList: [],
    },
    account: {
      id: "a",
      name: "Acme",
      plan: "platform",
      disabledAt: null,
      requestsPerMinute: 100,
      licensedAssets: 1000,
      requestsPerIp: 2000,
    },
    organization: belongsTo === "organization" ? { ...own, deletedAt: null } : null,
    user:
      actsAs === "owner" || actsAs === "template_user"
        ? { id: "u", name: "svc", active: true, permissions: ["reports:read"] }
        : null,
    client: null,
    askedOrganization: null,
  };
}

function makeAsk(type: TokenType = "impersonation", wanted: Partial<Ask> = {}): Ask {
  return {
    scheme: tokenTypes[type].scheme.toLowerCase(),
    permission: null,
    organization: null,
    ip: "192.0.2.7",
    purpose: type === "gateway" ? "gateway" : "access",
    ...wanted,
  };
}

/** Each fault with the verdict that it alone gives, in the order of design §5. */
const faults: [verdict: string, break_: (facts: TokenFacts, ask: Ask) => [TokenFacts | null, Ask]][] = [
  ["unknown", (_, ask) => [null, ask]],
  ["revoked", (f, ask) => [{ ...f, destroyedAt: before }, ask]],
  ["disabled", (f, ask) => [{ ...f, token: { ...f.token, disabledAt: before } }, ask]],
  ["expired", (f, ask) => [{ ...f, token: { ...f.token, expiresAt: now } }, ask]],
  ["not_yet_valid", (f, ask) => [{ ...f, token: { ...f.token, notBefore: after } }, ask]],
  ["wrong_scheme", (f, ask) => [f, { ...ask, scheme: "bearer" }]],
  ["owner_inactive", (f, ask) => [{ ...f, user: { ...f.user!, active: false } }, ask]],
  ["ip_not_allowed", (f, ask) => [{ ...f, token: { ...f.token, ipAllowList: ["198.51.100.0/24"] } }, ask]],
  ["forbidden", (f, ask) => [f, { ...ask, permission: "reports:write" }]],
  ["organization_required", (f, ask) => [f, { ...ask, organization: "unnamed" }]],
];

describe("the order of reasons", () => {
  test.each(faults)("%s alone gives %s", (verdict, break_) => {
    const [facts, ask] = break_(makeFacts(), makeAsk());
    expect(decide(facts, ask, now).verdict).toBe(verdict);
  });

  test("of any set of faults the first in the order is told, with no rights", () => {
    fc.assert(
      fc.property(fc.subarray(faults, { minLength: 1 }), (chosen) => {
        let facts: TokenFacts | null = makeFacts();
        let ask = makeAsk();
        // From the last to the first, since an unknown token has no rows to break any more.
        for (const [, break_] of [...chosen].reverse()) if (facts) [facts, ask] = break_(facts, ask);
        const decision = decide(facts, ask, now);
        expect(decision).toEqual({ verdict: chosen[0]![0], organization: null, permissions: [] });
      }),
    );
  });

  test("without a fault the token is valid with its user's permissions", () => {
    expect(decide(makeFacts(), makeAsk(), now)).toEqual({
      verdict: "valid",
      organization: null,
      permissions: ["reports:read"],
    });
  });
});

describe("time", () => {
  test("a token is valid until the last millisecond before its expiry, and expired from then on", () => {
    const facts = { ...makeFacts(), token: { ...makeFacts().token, expiresAt: now } };
    expect(decide(facts, makeAsk(), before).verdict).toBe("valid");
    expect(decide(facts, makeAsk(), now).verdict).toBe("expired");
  });

  test("a retiring secret works until the last millisecond of its grace", () => {
    const facts = { ...makeFacts(), retiresAt: now };
    expect(decide(facts, makeAsk(), before).verdict).toBe("valid");
    expect(decide(facts, makeAsk(), now).verdict).toBe("revoked");
  });

  test("a token is valid from the very millisecond of its start", () => {
    const facts = { ...makeFacts(), token: { ...makeFacts().token, notBefore: now } };
    expect(decide(facts, makeAsk(), before).verdict).toBe("not_yet_valid");
    expect(decide(facts, makeAsk(), now).verdict).toBe("valid");
  });
});

describe("each type", () => {
  test.each(tokenTypeNames)("%s is valid in its own scheme, and refused in the other", (type) => {
    expect(decide(makeFacts(type), makeAsk(type), now).verdict).toBe("valid");
    const other = tokenTypes[type].scheme === "Bearer" ? "impersonation" : "bearer";
    expect(decide(makeFacts(type), makeAsk(type, { scheme: other }), now).verdict).toBe("wrong_scheme");
    expect(decide(makeFacts(type), makeAsk(type, { scheme: "" }), now).verdict).toBe("wrong_scheme");
    expect(decide(makeFacts(type), makeAsk(type, { scheme: null }), now).verdict).toBe("valid");
  });

  test.each(tokenTypeNames.flatMap((type) => plans.map((plan) => [type, plan] as const)))(
    "%s on the %s plan follows the table of types",
    (type, plan) => {
      const facts = { ...makeFacts(type), account: { ...makeFacts(type).account, plan } };
      const included = plans.indexOf(plan) >= plans.indexOf(tokenTypes[type].plan);
      expect(decide(facts, makeAsk(type), now).verdict).toBe(included ? "valid" : "plan_required");
    },
  );

  test.each(tokenTypeNames)("%s of a locked account is refused", (type) => {
    const facts = { ...makeFacts(type), account: { ...makeFacts(type).account, disabledAt: before } };
    expect(decide(facts, makeAsk(type), now).verdict).toBe("owner_inactive");
  });

  test.each(["impersonation", "personal"] as const)("%s whose user is gone is refused", (type) => {
    expect(decide({ ...makeFacts(type), user: null }, makeAsk(type), now).verdict).toBe("owner_inactive");
  });

  test.each(["api_key", "export", "download", "organization"] as const)(
    "%s of a deleted organization is refused",
    (type) => {
      const facts = { ...makeFacts(type), organization: { ...own, deletedAt: before } };
      expect(decide(facts, makeAsk(type), now).verdict).toBe("owner_inactive");
    },
  );

  test("export and download tokens have their one permission and no other", () => {
    for (const [type, permission] of [
      ["export", "export:read"],
      ["download", "download:read"],
    ] as const) {
      expect(decide(makeFacts(type), makeAsk(type, { permission }), now).verdict).toBe("valid");
      for (const other of ["reports:read", "export:write", "*", "gateway:verify"]) {
        expect(decide(makeFacts(type), makeAsk(type, { permission: other }), now).verdict).toBe("forbidden");
      }
    }
  });

  test("a gateway's token opens nothing behind a gateway, but lets it verify and say who it is", () => {
    const facts = makeFacts("gateway");
    expect(decide(facts, makeAsk("gateway", { purpose: "access" }), now).verdict).toBe("forbidden");
    expect(decide(facts, makeAsk("gateway", { permission: "gateway:verify" }), now).verdict).toBe("valid");
    expect(decide(facts, makeAsk("gateway", { purpose: "self" }), now).verdict).toBe("valid");
  });
});

describe("the organization", () => {
  test.each(["api_key", "organization", "export"] as const)("%s works in its own only", (type) => {
    const facts = { ...makeFacts(type), askedOrganization: own };
    expect(decide(facts, makeAsk(type, { organization: own.id }), now).organization).toEqual(own);
    const other = { ...makeFacts(type), askedOrganization: { id: foreign, name: "Staging" } };
    expect(decide(other, makeAsk(type, { organization: foreign }), now).verdict).toBe("forbidden");
    expect(decide(makeFacts(type), makeAsk(type, { organization: "unnamed" }), now)).toMatchObject({
      verdict: "valid",
      organization: { id: own.id },
    });
  });

  test("an account token works in the one that is named, must name one where one is needed, and in no foreign one", () => {
    const facts = { ...makeFacts("account"), askedOrganization: own };
    expect(decide(facts, makeAsk("account", { organization: own.id }), now)).toMatchObject({
      verdict: "valid",
      organization: own,
    });
    const none = makeFacts("account");
    expect(decide(none, makeAsk("account", { organization: "unnamed" }), now).verdict).toBe(
      "organization_required",
    );
    expect(decide(none, makeAsk("account", { organization: foreign }), now).verdict).toBe("forbidden");
    expect(decide(none, makeAsk("account"), now).verdict).toBe("valid");
  });
});

test("what a client obtained is refused with the client: disabled, and for good once it is deleted", () => {
  const client = { id: "c", name: "Nightly job", disabledAt: null, deletedAt: null };
  const verdictOf = (facts: TokenFacts) => decide(facts, makeAsk("account"), now).verdict;
  const facts = { ...makeFacts("account"), client };
  expect(verdictOf(facts)).toBe("valid");
  expect(verdictOf({ ...facts, client: { ...client, disabledAt: before } })).toBe("disabled");
  expect(verdictOf({ ...facts, client: { ...client, disabledAt: before, deletedAt: before } })).toBe(
    "revoked",
  );
});

test("verdicts have the statuses of the design", () => {
  const statuses = Object.fromEntries(verdicts.map((verdict) => [verdict, verdictStatus(verdict)]));
  expect(statuses).toEqual({
    missing: 401,
    malformed: 401,
    unknown: 401,
    revoked: 401,
    disabled: 401,
    expired: 401,
    not_yet_valid: 401,
    wrong_scheme: 401,
    owner_inactive: 401,
    ip_not_allowed: 403,
    plan_required: 403,
    forbidden: 403,
    organization_required: 400,
    rate_limited: 429,
    quota_exceeded: 429,
    valid: 200,
  });
});
