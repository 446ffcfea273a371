import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Result } from "@/domain/result";
import type { CreatedToken } from "@/domain/tokens/token-views";
import type { Context } from "@/services/kernel/context";
import { editPersonalToken } from "@/services/personal-tokens/edit";
import { revokePersonalToken } from "@/services/personal-tokens/revoke";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeTokenInState, type TokenState, type WantedToken } from "@/services/testing/tokens";
import type { Person, Tenant } from "@/services/testing/world";
import { actOnTokens } from "@/services/tokens/bulk";
import { deleteToken } from "@/services/tokens/delete";
import { loadTokenDetails } from "@/services/tokens/details";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { findFirstCall } from "@/services/tokens/first-call";
import { recordSecretCopied } from "@/services/tokens/record-copied";
import { revealToken } from "@/services/tokens/reveal";
import { rotateToken } from "@/services/tokens/rotate";
import { rotateTokens } from "@/services/tokens/rotate-many";

/*
 * Role × verb × own/foreign account × token state. What is expected is written out here from the documents (Zorus 01:
 * only administrators manage tokens; design §1: auditors read and export, members have their own personal tokens, an
 * operator has no rights of a role), and deliberately not taken from domain/access/actions.ts. Verbs on no token in particular:
 * whole-account-matrix.test.ts.
 */
let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** What is refused changes nothing, which is looked at each time: such cells share their tokens, one per account, owner and state. */
const shared = new Map<string, Promise<CreatedToken>>();
/** Everything that is kept, as the last refused cell left it; undefined after anything else. */
let last: string | undefined;

function tokenFor(expected: string, tenant: Tenant, state: TokenState, wanted: WantedToken = {}) {
  const make = () => {
    last = undefined;
    return makeTokenInState(world, tenant, state, wanted);
  };
  if (expected === "done") return make();
  const key = [tenant.accountId, state, wanted.type].join();
  const token = shared.get(key) ?? make();
  shared.set(key, token);
  return token;
}

async function runCell(run: Verb, context: Context, token: CreatedToken, expected: string): Promise<void> {
  const before = expected === "done" ? undefined : (last ?? (await world.dump()));
  last = undefined;
  expect(codeOf(await run(context, token.id))).toBe(expected);
  if (before === undefined) return;
  const after = await world.dump();
  expect(after).toBe(before);
  last = after;
}

const states: readonly TokenState[] = ["active", "disabled", "expired", "deleted"];
const roles = ["administrator", "auditor", "member", "operatorMember"] as const;
type Verb = (context: Context, tokenId: string) => Promise<Result<unknown>>;
/** Answers for active, disabled, expired and deleted tokens of the own account. */
type Answers = readonly [string, string, string, string];

const done: Answers = ["done", "done", "done", "done"];
const liveOnly: Answers = ["done", "done", "done", "token_deleted"];
const forbidden: Answers = ["forbidden", "forbidden", "forbidden", "forbidden"];
const notFound: Answers = ["not_found", "not_found", "not_found", "not_found"];

const later = () => new Date(world.clock.now.getTime() + 86_400_000);
const bulk = (action: string) => (context: Context, id: string) =>
  actOnTokens(context, { tokenIds: [id], action, expiresAt: later() });

/** Verbs on tokens of the account, with the administrator's answers; the auditor's and the members' follow the rule below. */
const accountVerbs: Record<string, { run: Verb; administrator: Answers; readers?: true }> = {
  rotate: { run: (c, id) => rotateToken(c, { tokenId: id, graceSeconds: 0 }), administrator: liveOnly },
  "rotate many": {
    run: async (c, id) => {
      const token = await world.db.token.findUnique({ where: { id } });
      return rotateTokens(c, { tokens: [{ tokenId: id, expectedLast4: token?.last4 ?? "none" }] });
    },
    administrator: liveOnly,
  },
  "finish rotation": {
    run: (c, id) => finishRotation(c, { tokenId: id }),
    administrator: ["not_rotating", "not_rotating", "not_rotating", "token_deleted"],
  },
  "extend rotation": {
    run: (c, id) => extendRotation(c, { tokenId: id, graceSeconds: 3600 }),
    administrator: ["not_rotating", "not_rotating", "not_rotating", "token_deleted"],
  },
  edit: { run: (c, id) => editToken(c, { tokenId: id, name: "Renamed" }), administrator: liveOnly },
  enable: { run: (c, id) => enableToken(c, { tokenId: id }), administrator: liveOnly },
  disable: { run: (c, id) => disableToken(c, { tokenId: id }), administrator: liveOnly },
  delete: { run: (c, id) => deleteToken(c, { tokenId: id }), administrator: liveOnly },
  "bulk enable": { run: bulk("enable"), administrator: liveOnly },
  "bulk disable": { run: bulk("disable"), administrator: liveOnly },
  "bulk set expiry": { run: bulk("set_expiry"), administrator: liveOnly },
  "bulk delete": { run: bulk("delete"), administrator: done },
  reveal: {
    run: (c, id) => revealToken(c, { tokenId: id }),
    // The matrix's token is of a type that is shown once; reveal.test.ts has the API keys.
    administrator: ["not_revealable", "not_revealable", "not_revealable", "token_deleted"],
  },
  details: { run: (c, id) => loadTokenDetails(c, { tokenId: id }), administrator: done, readers: true },
};

const cells = Object.entries(accountVerbs).flatMap(([verb, { run, administrator, readers }]) =>
  roles.flatMap((role) =>
    (["own", "foreign"] as const).flatMap((account) =>
      states.map((state, i) => {
        const may = role === "administrator" || (role === "auditor" && readers === true);
        const answers = may ? (account === "own" ? administrator : notFound) : forbidden;
        return { verb, role, account, state, run, expected: answers[i]! };
      }),
    ),
  ),
);

describe("a token of the account", () => {
  test.each(cells)(
    "$verb by $role on $account $state: $expected",
    async ({ role, account, state, run, expected }) => {
      const tenant = account === "own" ? world.acme : world.other;
      const token = await tokenFor(expected, tenant, state);
      await runCell(run, world.acme[role].context, token, expected);
    },
  );
});

/** Verbs on somebody's personal token, by who asks. The owner is a member; "auditor" may revoke but not edit. */
type Asker = "owner" | "other member" | "administrator" | "auditor" | "member elsewhere";
const askers: Record<Asker, (w: OpenWorld) => Person> = {
  owner: (w) => w.acme.member,
  "other member": (w) => w.acme.otherMember,
  administrator: (w) => w.acme.administrator,
  auditor: (w) => w.acme.auditor,
  "member elsewhere": (w) => w.other.member,
};
const personalVerbs: Record<string, { run: Verb; answers: Record<Asker, Answers> }> = {
  "revoke own": {
    run: (c, id) => revokePersonalToken(c, { tokenId: id }),
    answers: {
      owner: liveOnly,
      "other member": notFound,
      administrator: notFound,
      auditor: notFound,
      "member elsewhere": notFound,
    },
  },
  "edit own": {
    run: (c, id) => editPersonalToken(c, { tokenId: id, notes: "in the vault" }),
    answers: {
      owner: liveOnly,
      "other member": notFound,
      administrator: notFound,
      auditor: forbidden,
      "member elsewhere": notFound,
    },
  },
  "record that the secret was copied": {
    run: (c, id) => recordSecretCopied(c, { tokenId: id }),
    answers: {
      owner: liveOnly,
      "other member": notFound,
      administrator: notFound,
      auditor: notFound,
      "member elsewhere": notFound,
    },
  },
  "first call": {
    run: (c, id) => findFirstCall(c, { tokenId: id }),
    answers: {
      owner: ["done", "done", "done", "not_found"],
      "other member": notFound,
      administrator: ["done", "done", "done", "not_found"],
      auditor: ["done", "done", "done", "not_found"],
      "member elsewhere": notFound,
    },
  },
  "rotate, which would show the owner's secret": {
    run: (c, id) => rotateToken(c, { tokenId: id }),
    answers: {
      owner: forbidden,
      "other member": forbidden,
      administrator: ["forbidden", "forbidden", "forbidden", "token_deleted"],
      auditor: forbidden,
      "member elsewhere": forbidden,
    },
  },
  disable: {
    run: (c, id) => disableToken(c, { tokenId: id }),
    answers: {
      owner: forbidden,
      "other member": forbidden,
      administrator: liveOnly,
      auditor: forbidden,
      "member elsewhere": forbidden,
    },
  },
  delete: {
    run: (c, id) => deleteToken(c, { tokenId: id }),
    answers: {
      owner: forbidden,
      "other member": forbidden,
      administrator: liveOnly,
      auditor: forbidden,
      "member elsewhere": forbidden,
    },
  },
};
const personalCells = Object.entries(personalVerbs).flatMap(([verb, { run, answers }]) =>
  (Object.keys(askers) as Asker[]).flatMap((asker) =>
    states.map((state, i) => ({ verb, asker, state, run, expected: answers[asker][i]! })),
  ),
);

describe("a personal token", () => {
  test.each(personalCells)(
    "$verb by $asker on $state: $expected",
    async ({ asker, state, run, expected }) => {
      const token = await tokenFor(expected, world.acme, state, { type: "personal", by: world.acme.member });
      await runCell(run, askers[asker](world).context, token, expected);
    },
  );
});

const everyVerb = [...Object.entries(accountVerbs), ...Object.entries(personalVerbs)];

test.each(everyVerb)("%s: without a session nobody is let in", async (_name, { run }) => {
  expect(codeOf(await run(world.stranger, randomUUID()))).toBe("unauthenticated");
});
