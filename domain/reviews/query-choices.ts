// Apart from the fields of `review-query.ts`, which parse the same words: pages offer them without loading a parser.

export const reviewPageSizes = [50, 25, 100] as const;
export const reviewListSorts = ["due", "name", "started"] as const;
export const reviewItemSorts = ["name", "lastUsedAt", "expiresAt", "createdAt"] as const;
