import { describe, expect, test } from "vitest";
import { planThen, presenceThen } from "@/domain/audit/point-in-time/account-then";
import { anyCall, decideThen, type Then } from "@/domain/audit/point-in-time/decide-then";
import type { LoggedEvent } from "@/domain/audit/point-in-time/fact";
import { type TokenRecordFacts, tokenThen } from "@/domain/audit/point-in-time/token-then";
import { userThen } from "@/domain/audit/point-in-time/user-then";

const day = (n: number) => new Date(Date.UTC(2026, 2, n, 12));
const began = new Date(0);
const account = "acc";
let seq = 0;

/** An event on a day of March; `more` says what it tells. */
function event(n: number, action: string, details: Record<string, unknown> = {}, more = {}): LoggedEvent {
  seq += 1;
  return {
    id: `event-${String(seq).padStart(4, "0")}`,
    seq,
    at: day(n),
    actorKind: "user",
    actorId: "ada",
    actorName: "Ada",
    action,
    outcome: "done",
    targetKind: "token",
    targetId: "token",
    targetName: "Nightly sync",
    ip: null,
    userAgent: null,
    requestId: null,
    details,
    ...more,
  };
}

const created = event(1, "token.create", {
  type: "impersonation",
  actsAs: "svc",
  actsAsUserId: "svc",
  expiresAt: null,
  ipAllowList: ["10.0.0.0/8"],
  last4: "aaaa",
});
const rotated = event(3, "token.rotate", {
  graceUntil: day(5).toISOString(),
  last4: { before: "aaaa", after: "bbbb" },
});
const edited = event(
  4,
  "token.edit",
  {
    changed: ["the name", "the expiry"],
    before: { name: "Nightly sync", expiresAt: null },
    after: { name: "Renamed", expiresAt: day(20).toISOString() },
  },
  { actorId: "ben", actorName: "Ben" },
);
const disabled = event(6, "token.disable", { last4: "bbbb" });
const enabled = event(7, "token.enable", { last4: "bbbb" });
const deleted = event(9, "token.delete", { last4: "bbbb" });
const life = [created, rotated, edited, disabled, enabled, deleted];

const at = (n: number, events = life, wholeSince = began, record: TokenRecordFacts | null = null) =>
  tokenThen(events, { at: day(n), wholeSince }, account, record);
const joined = event(1, "user.join", { role: "member", permissions: ["reports:read"] });
const stateOf = (token: ReturnType<typeof at>, n: number): Then => ({
  token,
  plan: planThen([event(1, "account.create", {})], { at: day(n), wholeSince: began }, null),
  user: userThen([joined], { at: day(n), wholeSince: began }, null),
  organization: null,
  client: null,
});
const answerOn = (n: number, events = life, wholeSince = began) => {
  const token = at(n, events, wholeSince);
  return decideThen(stateOf(token, n), token.secrets.at(-1) ?? null, anyCall, day(n));
};

describe("a token's state", () => {
  test("follows its events, and each fact names the event that proves it", () => {
    expect(at(0).existence).toMatchObject({ value: "not_yet", proof: created });
    expect(at(1)).toMatchObject({
      existence: { value: "live" },
      enabled: { value: true, proof: created },
      expiresAt: { value: null },
      ipAllowList: { value: ["10.0.0.0/8"] },
      bearer: { value: { kind: "user", id: "svc" } },
      name: { value: "Nightly sync" },
    });
    expect(at(4)).toMatchObject({
      expiresAt: { value: day(20), proof: edited },
      name: { value: "Renamed", proof: edited },
    });
    expect(at(6).enabled).toMatchObject({ value: false, proof: disabled });
    expect(at(8).enabled).toMatchObject({ value: true, proof: enabled });
    expect(at(9).existence).toMatchObject({ value: "deleted", proof: deleted });
  });

  test("knows each secret, its grace, and whom it was shown to", () => {
    expect(at(2).secrets).toMatchObject([{ generation: 0, last4: "aaaa", retiresAt: null }]);
    const [old, current] = at(4).secrets;
    expect(old).toMatchObject({ last4: "aaaa", retiresAt: day(5), isDestroyed: false });
    expect(current).toMatchObject({ generation: 1, last4: "bbbb", shownTo: [{ name: "Ada", how: "made" }] });
    const seen = event(8, "token.reveal", { last4: "bbbb" }, { actorId: "cy", actorName: "Cy" });
    expect(at(8, [...life.slice(0, 5), seen]).secrets[1]!.shownTo.map(({ name }) => name)).toEqual([
      "Ada",
      "Cy",
    ]);
    expect(at(9).secrets.every(({ isDestroyed }) => isDestroyed)).toBe(true);
  });

  test("is that of the log's order, not of clocks that differ", () => {
    const off = event(2, "token.disable");
    const on = { ...event(2, "token.enable"), at: new Date(day(2).getTime() - 5) };
    expect(at(3, [created, off, on]).enabled).toMatchObject({ value: true, proof: on });
  });

  test("of an hour in which the log has nothing to say is answered from what came next, and by that event", () => {
    const kept = life.slice(2);
    expect(at(3, kept, day(3))).toMatchObject({
      existence: { value: "live", proof: edited },
      expiresAt: { value: null, proof: edited },
      enabled: { value: true, proof: disabled },
      secrets: [{ last4: "bbbb", generation: -1 }],
      ipAllowList: { known: false },
      type: { known: false },
    });
  });

  test("before the log is whole is unknown, also where a later event or today's record would tell", () => {
    const record: TokenRecordFacts = {
      type: "personal",
      name: "Today",
      bearer: { kind: "user", id: "ada" },
      createdAt: day(0),
      deletedAt: null,
      disabledAt: null,
      notBefore: null,
      expiresAt: null,
      ipAllowList: [],
      last4: "cccc",
    };
    const kept = life.slice(2, 5);
    expect(at(2, kept, day(3), record)).toMatchObject({
      existence: { known: false },
      enabled: { known: false },
      expiresAt: { known: false },
      secrets: [],
      // It never changes.
      type: { value: "personal", proof: "record" },
    });
    // Nothing has changed the addresses since the log is whole: today's are those of then.
    expect(at(3, kept, day(3), record).ipAllowList).toMatchObject({ value: [], proof: "record" });
    expect(at(3, [], day(3), record)).toMatchObject({
      existence: { value: "live", proof: "record" },
      secrets: [{ last4: "cccc" }],
    });
  });
});

describe("the answer of a verification of then", () => {
  test("is that of the rule that verifies, with the permissions of then", () => {
    expect(answerOn(2)).toMatchObject({ usable: "yes", verdict: "valid", permissions: ["reports:read"] });
    expect(answerOn(6)).toMatchObject({ usable: "no", verdict: "disabled" });
    expect(answerOn(9)).toMatchObject({ usable: "no", verdict: "revoked" });
    expect(answerOn(0)).toMatchObject({ usable: "no", verdict: "unknown" });
    expect(answerOn(21, life.slice(0, 5))).toMatchObject({ usable: "no", verdict: "expired" });
    const token = at(6, [created, rotated, edited]);
    const old = decideThen(stateOf(token, 6), token.secrets[0]!, anyCall, day(6));
    expect(old).toMatchObject({ usable: "no", verdict: "revoked" });
  });

  test("is unknown where a fact is missing that could forbid it, and says which; a known refusal holds anyway", () => {
    const kept = life.slice(2, 5);
    expect(answerOn(3, kept, day(3))).toMatchObject({
      usable: "unknown",
      permissions: null,
      missing: expect.arrayContaining(["type", "bearer", "notBefore"]),
    });
    expect(answerOn(6, kept, day(3))).toMatchObject({ usable: "no", verdict: "disabled" });
  });

  test("asks for an address only where one is given", () => {
    const token = at(2);
    const from = (ip: string) =>
      decideThen(stateOf(token, 2), token.secrets[0]!, { ...anyCall, ip }, day(2)).verdict;
    expect([from("10.9.9.9"), from("192.0.2.1")]).toEqual(["valid", "ip_not_allowed"]);
  });
});

test("a member's role and permissions follow the events; one that was removed is absent until it joins again", () => {
  const events = [
    joined,
    event(2, "user.change_role", { before: "member", after: "administrator" }),
    event(3, "user.change_permissions", { before: ["reports:read"], after: ["*"] }),
    event(4, "user.remove", { role: "administrator" }),
    event(6, "user.join", { role: "auditor", permissions: [] }),
  ];
  const on = (n: number) => {
    const { membership, role, permissions } = userThen(events, { at: day(n), wholeSince: began }, null);
    return [membership, role, permissions].map((fact) => (fact.known ? fact.value : "?"));
  };
  expect(on(0)).toEqual(["absent", "?", "?"]);
  expect(on(1)).toEqual(["active", "member", ["reports:read"]]);
  expect(on(3)).toEqual(["active", "administrator", ["*"]]);
  expect(on(5)[0]).toBe("absent");
  expect(on(6)).toEqual(["active", "auditor", []]);
});

test("events that another version wrote, or somebody made up, tell nothing instead of something wrong", () => {
  const odd = event(2, "token.edit", { before: "x", after: { expiresAt: "soon", ipAllowList: "10.0.0.1" } });
  expect(at(3, [created, odd])).toMatchObject({
    expiresAt: { value: null, proof: created },
    ipAllowList: { value: ["10.0.0.0/8"], proof: created },
  });
  expect(presenceThen([], { at: day(1), wholeSince: began }, null)).toEqual({ known: false });
});
