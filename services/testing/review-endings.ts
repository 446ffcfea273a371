import { carryOutDecisions } from "@/services/reviews/carry-out";
import { decideReviewItems } from "@/services/reviews/decide";
import { loadReview } from "@/services/reviews/load";
import { signReview } from "@/services/reviews/sign-off";
import type { OpenWorld } from "@/services/testing/open-world";
import { makeReview } from "@/services/testing/reviews";
import { makeToken, unwrap } from "@/services/testing/tokens";

type Wanted = Record<string, "keep" | "disable" | "revoke" | "open">;

/** What ends reviews of Acme: its administrator decides and carries out, its auditor signs. The world is open once a test runs. */
export function endReviewsOf(open: () => OpenWorld) {
  const ada = () => open().acme.administrator.context;
  const auditor = () => open().acme.auditor.context;
  const decide = (reviewId: string, tokenIds: string[], decision: string) =>
    decideReviewItems(ada(), { reviewId, tokenIds, decision, reason: `To ${decision}` });
  return {
    ada,
    auditor,
    decide,

    /** A review of new tokens by name, each decided as given. */
    async decided(wanted: Wanted, types: Record<string, "api_key"> = {}) {
      const ids: Record<string, string> = {};
      for (const name of Object.keys(wanted))
        ids[name] = (await makeToken(open().acme, { name, type: types[name] ?? "impersonation" })).id;
      const reviewId = await makeReview(open(), open().acme, Object.values(ids));
      for (const [name, decision] of Object.entries(wanted))
        if (decision !== "open") unwrap(await decide(reviewId, [ids[name]!], decision));
      return { reviewId, ids };
    },

    /** Carries out what was decided, as the administrator sees it now. */
    async carryOut(reviewId: string, more: Record<string, unknown> = {}) {
      const { revision } = unwrap(await loadReview(ada(), { reviewId }));
      return carryOutDecisions(ada(), { reviewId, revision, ...more });
    },

    sign: (reviewId: string, context = auditor()) =>
      signReview(context, { reviewId, statement: "I have seen the evidence." }),

    countEvents: (action: string, targetId: string) =>
      open().db.auditEvent.count({ where: { action, targetId } }),
  };
}
