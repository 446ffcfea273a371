import { z } from "zod";
import {
  reviewItemsAtOnceMax,
  reviewNameLengthMax,
  reviewReasonLengthMax,
  reviewStatementLengthMax,
} from "@/domain/reviews/bounds";
import { nameField, notesField } from "@/domain/text/fields";

const said = (label: string, lengthMax: number) =>
  notesField(label, lengthMax).refine((text) => text !== "", `${label} is needed.`);

/** Fields of reviews, shared by their verbs. */
export const reviewFields = {
  reviewId: z.uuid({ error: "Name the review by its id." }),
  name: nameField("The name", reviewNameLengthMax),
  /** Why something is decided or cancelled. */
  reason: said("The reason", reviewReasonLengthMax),
  /** What the one who signs says. */
  statement: said("The statement", reviewStatementLengthMax),
  /** Number of the last decision about each token that the person saw; left out: none. */
  seen: z
    .record(z.uuid(), z.int().min(0), { error: "Name the decisions that were seen by token." })
    .refine((seen) => Object.keys(seen).length <= reviewItemsAtOnceMax, "Too many.")
    .default({}),
  tokenIds: z
    .array(z.uuid({ error: "Name tokens by their ids." }), { error: "Name the tokens." })
    .min(1, "Choose at least one token.")
    .max(reviewItemsAtOnceMax, `At most ${reviewItemsAtOnceMax} tokens at once.`)
    .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]),
};

/** An input that names one review. */
export const reviewIdInput = z.object({ reviewId: reviewFields.reviewId });
