import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLinearizableByForce } from "@/e2e/cluster/checker/brute-force";
import { judgeHistory, type Timed } from "@/e2e/cluster/checker/linearize";
import {
  type Change,
  type ChangeAnswer,
  createTokenModel,
  type TokenOperation,
} from "@/e2e/cluster/checker/token-model";

const model = createTokenModel(["read"]);
const clock = { from: 0, to: 0 };
const verdicts = ["valid", "revoked", "disabled", "owner_inactive", "forbidden"];
/** Every way in which a change may be answered; in one state, one of them fits. */
const answers: readonly ChangeAnswer[] = [
  { kind: "done", changed: true, graceUntil: null },
  { kind: "done", changed: false, graceUntil: null },
  ...["token_deleted", "invalid_token", "not_found"].map((code) => ({ kind: "refused", code }) as const),
];

const step = fc.record({
  kind: fc.constantFrom(
    ...(["verify", "verify", "verify", "verify", "disable", "enable", "rotate", "revoke"] as const),
    ...(["grant", "withdraw", "disable_user", "enable_user", "revoke_all"] as const),
  ),
  token: fc.nat({ max: 1 }),
  secret: fc.nat({ max: 2 }),
  before: fc.double({ min: 0, max: 3, noNaN: true }),
  after: fc.double({ min: 0, max: 3, noNaN: true }),
  isLost: fc.nat({ max: 7 }).map((n) => n === 0),
  happens: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What clients see of two tokens on which these things happen one after the other, the i-th at moment i. */
function actOut(steps: readonly Step[]): Timed<TokenOperation>[] {
  let state = model.initial;
  const history = [0, 1].map((token): Timed<TokenOperation> => {
    const answer = { kind: "done", graceUntil: null } as const;
    const op: TokenOperation = { kind: "create", token, expiresAt: null, answer, clock };
    state = model.step(state, op)[0] ?? state;
    return { op, invokedAt: -20 + token, returnedAt: -19.5 + token };
  });
  for (const [moment, { kind, token, secret, before, after, isLost, happens }] of steps.entries()) {
    if (kind === "verify") {
      const asked = { kind, token, secret, permission: "read", clock } as const;
      const fitting = verdicts.map((verdict) => ({ ...asked, verdict }));
      const op = fitting.find((one) => model.step(state, one).length > 0);
      if (op) history.push({ op, invokedAt: moment - before, returnedAt: moment + after });
      continue;
    }
    const input = { ...inputOf(kind, token, secret), clock };
    const told = answers.map((answer) => ({ ...input, answer }) as Change);
    const done = told.find((one) => model.step(state, one).length > 0);
    if (done === undefined) continue;
    const lost = { ...input, answer: { kind: "unknown" } } as Change;
    const op = isLost ? lost : done;
    if (!isLost || happens) state = model.step(state, op)[0] ?? state;
    history.push({ op, invokedAt: moment - before, returnedAt: isLost ? null : moment + after });
  }
  return history;
}

function inputOf(kind: Exclude<Step["kind"], "verify">, token: number, secret: number) {
  if (kind === "grant") return { kind, permissions: ["read"] };
  if (kind === "withdraw") return { kind, permissions: [] };
  if (kind === "rotate") return { kind, token, secret, hasGrace: false };
  return { kind, token };
}

describe("the model of tokens", () => {
  test("every history that happened in some order passes", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        expect(judgeHistory(model, actOut(steps)).isLinearizable).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("with one false verdict it fails wherever the trial of every order does", () => {
    let caught = 0;
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 2, maxLength: 6 }),
        fc.nat(),
        fc.constantFrom(...verdicts),
        (steps, place, verdict) => {
          const history = actOut(steps);
          const asked = history.filter(({ op }) => op.kind === "verify");
          const lied = asked[place % Math.max(asked.length, 1)];
          fc.pre(lied !== undefined);
          const flipped = history.map((entry) =>
            entry === lied && entry.op.kind === "verify" ? { ...entry, op: { ...entry.op, verdict } } : entry,
          );
          const expected = isLinearizableByForce(model, flipped);
          if (!expected) caught += 1;
          expect(judgeHistory(model, flipped).isLinearizable).toBe(expected);
        },
      ),
      { numRuns: 1_500 },
    );
    expect(caught).toBeGreaterThan(500);
  });
});
