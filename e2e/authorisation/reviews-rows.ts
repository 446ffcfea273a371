import { randomUUID } from "node:crypto";
import { personOf } from "@/e2e/authorisation/person-of";
import { extras, type Ids, type Row } from "@/e2e/authorisation/row";
import type { World } from "@/e2e/support/world";
import { decideReviewItems } from "@/services/reviews/decide";

const review = (name: string) => ({ action: `app/(desk)/reviews/actions.ts#${name}`, page: "/reviews" });
const decided = (decision: string) => async (world: World, ids: Ids) => {
  const input = { reviewId: ids.review, tokenIds: [ids.token], decision, reason: "Looked at it" };
  const answer = await decideReviewItems(await personOf(world.administrator, world), input);
  if (!answer.ok) throw new Error(answer.refusal.message);
};
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** Reviews: administrators start, decide and carry out; auditors, who change nothing, sign. */
export const reviewsRows: readonly Row[] = [
  { ...review("loadStartOptions"), args: () => [{}], administrator: "done", reads: true },
  {
    ...review("start"),
    args: (w, i) => [
      {
        name: "Quarterly",
        filter: { ids: [i.token] },
        dueOn: tomorrow(),
        reviewerIds: [w.administrator.id],
        split: "even",
        requestKey: randomUUID(),
        ...extras(w),
      },
    ],
    administrator: "done",
    // Neither the token nor the reviewer is there.
    foreign: "invalid_input",
  },
  {
    ...review("decide"),
    args: (w, i) => [
      { reviewId: i.review, tokenIds: [i.token], decision: "revoke", reason: "Unknown", ...extras(w) },
    ],
    administrator: "done",
    operator: "not_assigned",
    foreign: "not_found",
  },
  {
    ...review("reassign"),
    args: (w, i) => [{ reviewId: i.review, tokenIds: [i.token], toUserId: w.operator.id, ...extras(w) }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...review("remind"),
    args: (_, i) => [i.review],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...review("carryOut"),
    args: (w, i) => [{ reviewId: i.review, revision: 1, after: 0, ...extras(w) }],
    prepare: decided("disable"),
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...review("signOff"),
    args: (w, i) => [{ reviewId: i.review, statement: "Complete.", ...extras(w) }],
    prepare: decided("keep"),
    administrator: "done",
    auditor: "done",
    foreign: "not_found",
  },
  {
    ...review("cancel"),
    args: (w, i) => [{ reviewId: i.review, reason: "Begun by mistake", ...extras(w) }],
    administrator: "done",
    foreign: "not_found",
  },
];
