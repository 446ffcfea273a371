import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filterWords } from "@/domain/reviews/filter-words";
import { changeWords, itemChanges } from "@/domain/reviews/item-changes";
import { endOfDay, hasEnded, reasonAgainstSigning, reviewState } from "@/domain/reviews/review-state";
import { tokenQuerySchema } from "@/domain/tokens/token-query";

const now = new Date("2026-11-21T12:00:00Z");
const open = { dueAt: endOfDay("2026-11-21"), signedAt: null, cancelledAt: null };

describe("the state of a review", () => {
  test("due on a day means its last millisecond in UTC; overdue begins right after", () => {
    expect(open.dueAt.toISOString()).toBe("2026-11-21T23:59:59.999Z");
    expect(reviewState(open, open.dueAt)).toBe("open");
    expect(reviewState(open, new Date(open.dueAt.getTime() + 1))).toBe("overdue");
  });

  test("what has ended is never overdue", () => {
    const late = new Date("2027-01-01T00:00:00Z");
    expect(reviewState({ ...open, signedAt: now }, late)).toBe("signed");
    expect(reviewState({ ...open, cancelledAt: now }, late)).toBe("cancelled");
    expect([open, { ...open, signedAt: now }, { ...open, cancelledAt: now }].map(hasEnded)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("it can be signed exactly when all is decided and carried out", () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), fc.nat({ max: 3 }), (undecided, waiting) => {
        const reason = reasonAgainstSigning({ open: undecided, waiting });
        expect(reason === null).toBe(undecided === 0 && waiting === 0);
        if (reason) expect(reason).toContain(String(undecided || waiting));
      }),
    );
    expect(reasonAgainstSigning({ open: 1, waiting: 4 })).toBe("1 token is not decided yet.");
    expect(reasonAgainstSigning({ open: 0, waiting: 1 })).toBe("1 decision is not carried out yet.");
    expect(reasonAgainstSigning({ open: 12_345, waiting: 0 })).toBe("12,345 tokens are not decided yet.");
  });
});

test("each change has words", () => {
  expect(changeWords(["notes", "rotated"])).toBe("notes, rotated");
  for (const change of itemChanges) expect(changeWords([change])).toMatch(/^[a-z ]+$/);
});

describe("a filter in words", () => {
  test("says each condition; none is all tokens", () => {
    expect(filterWords({})).toBe("");
    expect(filterWords({ status: ["active"], lastUsed: "unused90" })).toBe("active, not used for 90 days");
    expect(filterWords({ type: ["api_key"], expiring: "never", ownerGone: true, q: "x" })).toBe(
      "of type api key, with “x”, never expiring, whose owner has left",
    );
    expect(filterWords({ ids: ["a", "b"], actsAs: ["a"], createdBy: ["a", "b"] })).toBe(
      "2 chosen tokens, acting as one user, created by 2 people",
    );
  });

  test("no condition of the grid goes unsaid", () => {
    const id = "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f";
    const values: Record<string, unknown> = {
      q: "x",
      ids: [id],
      status: ["active"],
      type: ["account"],
      actsAs: [id],
      createdBy: [id],
      organization: [id],
      lastUsed: "never",
      expiring: "soon",
      ownerGone: true,
    };
    const conditions = Object.keys(tokenQuerySchema.shape).filter(
      (name) => !["sort", "dir", "page", "pageSize"].includes(name),
    );
    for (const name of conditions) expect(filterWords({ [name]: values[name] }), name).not.toBe("");
  });
});
