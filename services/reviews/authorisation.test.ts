import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Result } from "@/domain/result";
import type { Context } from "@/services/kernel/context";
import { cancelReview } from "@/services/reviews/cancel";
import { carryOutDecisions } from "@/services/reviews/carry-out";
import { decideReviewItems } from "@/services/reviews/decide";
import { listReviews } from "@/services/reviews/list";
import { listReviewItems } from "@/services/reviews/list-items";
import { loadReview } from "@/services/reviews/load";
import { loadReviewNotices } from "@/services/reviews/notices";
import { reassignReviewItems } from "@/services/reviews/reassign";
import { remindReviewers } from "@/services/reviews/remind";
import { signReview } from "@/services/reviews/sign-off";
import { startReview } from "@/services/reviews/start";
import { loadReviewStartOptions } from "@/services/reviews/start-options";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { dayFrom, makeReview } from "@/services/testing/reviews";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";

/*
 * Role × verb × own/foreign account. What is expected is written out from the documents (design §1: the auditor reads everything,
 * signs reviews and changes nothing else; members have their own personal tokens), not taken from domain/access/actions.ts.
 */
let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const roles = ["administrator", "auditor", "member", "operatorMember"] as const;
type Role = (typeof roles)[number];
type About = { readonly reviewId: string; readonly tokenIds: string[] };
type Verb = {
  readonly run: (context: Context, about: About) => Promise<Result<unknown>>;
  readonly may: readonly Role[];
  /** It names no review. */
  readonly whole?: true;
  /** Needs a password that was confirmed in the last minutes. */
  readonly reauth?: true;
};

const readers: readonly Role[] = ["administrator", "auditor"];
const administrator: readonly Role[] = ["administrator"];
const verbs: Record<string, Verb> = {
  list: { run: (c) => listReviews(c, {}), may: readers, whole: true },
  notices: { run: (c) => loadReviewNotices(c), may: readers, whole: true },
  load: { run: (c, { reviewId }) => loadReview(c, { reviewId }), may: readers },
  "list tokens": { run: (c, { reviewId }) => listReviewItems(c, { reviewId }), may: readers },
  "start options": {
    run: (c) => loadReviewStartOptions(c, { filter: {} }),
    may: administrator,
    whole: true,
  },
  start: {
    run: (c, { tokenIds }) =>
      startReview(c, {
        name: "Another",
        filter: { ids: tokenIds },
        dueOn: dayFrom(world, 1),
        reviewerIds: [world.acme.administrator.userId],
      }),
    may: administrator,
    whole: true,
  },
  decide: {
    run: (c, about) => decideReviewItems(c, { ...about, decision: "keep", reason: "Fine" }),
    may: administrator,
  },
  reassign: {
    run: (c, about) => reassignReviewItems(c, { ...about, toUserId: world.acme.otherAdministrator.userId }),
    may: administrator,
  },
  remind: { run: (c, { reviewId }) => remindReviewers(c, { reviewId }), may: administrator },
  "carry out": {
    run: (c, { reviewId }) => carryOutDecisions(c, { reviewId, revision: 9 }),
    may: administrator,
    reauth: true,
  },
  sign: {
    run: (c, { reviewId }) => signReview(c, { reviewId, statement: "Seen." }),
    may: readers,
    reauth: true,
  },
  cancel: { run: (c, { reviewId }) => cancelReview(c, { reviewId, reason: "No" }), may: administrator },
};

const cells = Object.entries(verbs).flatMap(([verb, { may, whole, ...rest }]) =>
  roles.flatMap((role) =>
    (whole ? (["own"] as const) : (["own", "foreign"] as const)).map((account) => ({
      verb,
      role,
      account,
      ...rest,
      expected: !may.includes(role) ? "forbidden" : account === "foreign" ? "not_found" : "done",
    })),
  ),
);

async function prepare(verb: string, account: "own" | "foreign"): Promise<About> {
  const tenant = account === "own" ? world.acme : world.other;
  const { id } = await makeToken(tenant);
  const reviewId = await makeReview(world, tenant, [id]);
  const about = { reviewId, tokenIds: [id] };
  if (verb === "sign")
    unwrap(
      await decideReviewItems(tenant.administrator.context, { ...about, decision: "keep", reason: "Fine" }),
    );
  return about;
}

describe("reviews", () => {
  test.each(cells)(
    "$verb by $role on $account: $expected",
    async ({ verb, role, account, run, expected }) => {
      const about = await prepare(verb, account);
      const before = await world.dump();
      const code = codeOf(await run(world.acme[role].context, about));
      expect(code).toBe(expected);
      if (code !== "done") expect(await world.dump()).toBe(before);
    },
  );

  test.each(Object.entries(verbs))("%s: without a session nobody is let in", async (_, { run }) => {
    expect(codeOf(await run(world.stranger, { reviewId: randomUUID(), tokenIds: [randomUUID()] }))).toBe(
      "unauthenticated",
    );
  });

  test.each(Object.entries(verbs).filter(([, { reauth }]) => reauth))(
    "%s: after ten minutes the password is asked for again",
    async (verb, { run }) => {
      const about = await prepare(verb, "own");
      const { sessionId, context } = world.acme.administrator;
      const proven = world.clock.now;
      const set = (at: Date) =>
        world.db.session.update({ where: { id: sessionId }, data: { reauthenticatedAt: at } });
      await set(new Date(proven.getTime() - 601_000));
      const before = await world.dump();
      expect(codeOf(await run(context, about))).toBe("reauthentication_required");
      expect(await world.dump()).toBe(before);
      await set(proven);
    },
  );
});
