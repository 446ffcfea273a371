import { describe, expect, test } from "vitest";
import { judgeHistory, type Timed } from "@/e2e/cluster/checker/linearize";
import {
  type Change,
  type ChangeAnswer,
  createTokenModel,
  type TokenOperation,
} from "@/e2e/cluster/checker/token-model";

const model = createTokenModel(["read", "write"]);
const clock = { from: 1_000, to: 1_010 };
const done: ChangeAnswer = { kind: "done", graceUntil: null };
const changed = (isChange: boolean): ChangeAnswer => ({ kind: "done", changed: isChange });
const unknown: ChangeAnswer = { kind: "unknown" };
const refused = (code: string): ChangeAnswer => ({ kind: "refused", code });

type Row = readonly [from: number, to: number | null, op: TokenOperation];
type Input = Change extends infer C ? (C extends Change ? Omit<C, "clock" | "answer"> : never) : never;
const change = (input: Input, answer: ChangeAnswer): TokenOperation =>
  ({ ...input, clock, answer }) as TokenOperation;
const verify = (verdict: string, asked: Partial<Extract<TokenOperation, { kind: "verify" }>> = {}) =>
  ({ kind: "verify", token: 0, secret: 0, permission: "read", clock, verdict, ...asked }) as const;

const created: Row = [0, 1, change({ kind: "create", token: 0, expiresAt: null }, done)];
const expiring: Row = [0, 1, change({ kind: "create", token: 0, expiresAt: 1_005 }, done)];
const judge = (rows: readonly Row[]) =>
  judgeHistory(
    model,
    rows.map(([invokedAt, returnedAt, op]): Timed<TokenOperation> => ({ op, invokedAt, returnedAt })),
  ).isLinearizable;

const kept: [string, Row[]][] = [
  ["valid once it is made", [created, [2, 3, verify("valid")]]],
  [
    "disabled while it is being disabled",
    [
      created,
      [2, 9, change({ kind: "disable", token: 0 }, changed(true))],
      [3, 4, verify("valid")],
      [5, 6, verify("disabled")],
    ],
  ],
  [
    "an unanswered revocation happens later",
    [
      created,
      [2, null, change({ kind: "revoke", token: 0 }, unknown)],
      [50, 51, verify("valid")],
      [60, 61, verify("revoked")],
    ],
  ],
  [
    "the old secret goes on in its grace, until the node's clock passes it",
    [
      created,
      [
        2,
        3,
        change({ kind: "rotate", token: 0, secret: 1, hasGrace: true }, { kind: "done", graceUntil: 5_000 }),
      ],
      [4, 5, verify("valid")],
      [6, 7, verify("valid", { secret: 1 })],
      [8, 9, verify("revoked", { clock: { from: 5_000, to: 5_010 } })],
    ],
  ],
  [
    "a second rotation ends the first one's grace",
    [
      created,
      [
        2,
        3,
        change({ kind: "rotate", token: 0, secret: 1, hasGrace: true }, { kind: "done", graceUntil: 5_000 }),
      ],
      [
        4,
        5,
        change({ kind: "rotate", token: 0, secret: 2, hasGrace: true }, { kind: "done", graceUntil: 5_000 }),
      ],
      [6, 7, verify("revoked")],
      [8, 9, verify("valid", { secret: 1 })],
    ],
  ],
  [
    "a lost rotation took the old secret along",
    [
      created,
      [2, null, change({ kind: "rotate", token: 0, secret: null, hasGrace: false }, unknown)],
      [5, 6, verify("revoked")],
    ],
  ],
  ["expired or not while its end is near", [expiring, [2, 3, verify("valid")], [2, 3, verify("expired")]]],
  [
    "expired five minutes early on a fast clock",
    [
      expiring,
      [2, 3, verify("expired", { clock: { from: 301_000, to: 301_010 } })],
      [4, 5, verify("valid", { clock: { from: 900, to: 910 } })],
    ],
  ],
  [
    "forbidden after its permission was withdrawn",
    [
      created,
      [2, 3, change({ kind: "withdraw", permissions: ["write"] }, changed(true))],
      [4, 5, verify("forbidden")],
      [4, 5, verify("valid", { permission: "write" })],
      [6, 7, verify("valid", { permission: null })],
    ],
  ],
  [
    "nothing more works after everything was revoked",
    [
      created,
      [2, 3, change({ kind: "revoke_all" }, done)],
      [4, 5, change({ kind: "enable", token: 0 }, refused("invalid_token"))],
      [6, 7, verify("revoked")],
    ],
  ],
  [
    "no token is made for a user that is shut out",
    [
      [0, 1, change({ kind: "disable_user" }, changed(true))],
      [2, 3, change({ kind: "create", token: 0, expiresAt: null }, refused("not_found"))],
    ],
  ],
];

const broken: [string, Row[]][] = [
  [
    "valid after it was disabled",
    [created, [2, 3, change({ kind: "disable", token: 0 }, changed(true))], [4, 5, verify("valid")]],
  ],
  [
    "valid after it was revoked",
    [created, [2, 3, change({ kind: "revoke", token: 0 }, done)], [4, 5, verify("valid")]],
  ],
  [
    "disabled, then valid, while it is being disabled",
    [
      created,
      [2, 9, change({ kind: "disable", token: 0 }, changed(true))],
      [3, 4, verify("disabled")],
      [5, 6, verify("valid")],
    ],
  ],
  [
    "an unanswered revocation that showed is taken back",
    [
      created,
      [2, null, change({ kind: "revoke", token: 0 }, unknown)],
      [5, 6, verify("revoked")],
      [7, 8, verify("valid")],
    ],
  ],
  [
    "the old secret goes on after a rotation at once",
    [
      created,
      [2, 3, change({ kind: "rotate", token: 0, secret: 1, hasGrace: false }, done)],
      [4, 5, verify("valid")],
    ],
  ],
  [
    "the new secret is unknown",
    [
      created,
      [2, 3, change({ kind: "rotate", token: 0, secret: 1, hasGrace: false }, done)],
      [4, 5, verify("unknown", { secret: 1 })],
    ],
  ],
  [
    "a clock forgives a revocation nothing",
    [
      created,
      [2, 3, change({ kind: "revoke", token: 0 }, done)],
      [4, 5, verify("valid", { clock: { from: 0, to: 1e9 } })],
    ],
  ],
  [
    "valid although the clock is past its end",
    [expiring, [2, 3, verify("valid", { clock: { from: 1_005, to: 1_010 } })]],
  ],
  [
    "forbidden although it was granted",
    [
      created,
      [2, 3, change({ kind: "withdraw", permissions: [] }, changed(true))],
      [4, 5, change({ kind: "grant", permissions: ["read"] }, changed(true))],
      [6, 7, verify("forbidden")],
    ],
  ],
  [
    "a change that says it changed nothing, and did",
    [created, [2, 3, change({ kind: "disable", token: 0 }, changed(false))]],
  ],
  [
    "an action with a dead token is done",
    [
      created,
      [2, 3, change({ kind: "revoke_all" }, done)],
      [4, 5, change({ kind: "grant", permissions: [] }, changed(true))],
    ],
  ],
  [
    "valid after everything was revoked",
    [created, [2, 3, change({ kind: "revoke_all" }, done)], [4, 5, verify("valid")]],
  ],
];

describe("histories of tokens", () => {
  test.each(kept)("may be: %s", (_title, rows) => expect(judge(rows)).toBe(true));
  test.each(broken)("may not be: %s", (_title, rows) => expect(judge(rows)).toBe(false));
});
