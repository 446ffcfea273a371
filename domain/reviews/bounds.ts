/** Bounds of reviews, once: the schemas that enforce them, the forms and the CHECK constraints agree. */
export const reviewNameLengthMax = 200;
export const reviewReasonLengthMax = 1000;
export const reviewStatementLengthMax = 2000;
/** A review of more tokens is no review: narrow the filter. */
export const reviewTokensMax = 100_000;
export const reviewersMax = 50;
/** Days from the start within which a review is due. */
export const reviewDueDaysMax = 366;
/** Tokens decided about, or assigned, at once. */
export const reviewItemsAtOnceMax = 500;
/** Tokens that one transaction disables or revokes: it holds their locks until its end. */
export const carryOutBatch = 100;
/** Up to so many tokens a page counts those that changed: it compares each with what it is now. */
export const changedCountedMax = 10_000;
