import { z } from "zod";
import { lengthOf } from "@/domain/text/fields";
import { bulkTokensMax } from "@/domain/tokens/bounds";
import { expiringFilters, lastUsedFilters, pageSizes, tokenSorts } from "@/domain/tokens/query-choices";
import { tokenStatuses } from "@/domain/tokens/status";
import { listedTokenTypeNames } from "@/domain/tokens/types";

/** Bounds of the grid's query, beside the schema that enforces them. */
export const searchLengthMax = 200;
export const pageNumberMax = 1_000_000;
export const filterValuesMax = 50;
/** Totals are exact up to here; beyond, pages say "more than". Several conditions at once are counted less far. */
export const exactTotalMax = 10_000;
export const exactCombinedTotalMax = 2500;
export const exactLookedUpTotalMax = 500;
export const exactSearchTotalMax = 5000;
export const exactFilteredSearchTotalMax = 2500;

// A URL says "a,b" or ?x=a&x=b, a program says ["a","b"]; nothing chosen is no filter.
function listOf<T extends z.ZodType<string>>(item: T, valuesMax = filterValuesMax) {
  return z
    .preprocess(
      (value) => (typeof value === "string" ? value.split(",") : value),
      z.array(
        z.preprocess((value) => (typeof value === "string" ? value.trim() : value), item),
        {
          error: "Give one or more values.",
        },
      ),
    )
    .refine((values) => values.length <= valuesMax, `At most ${valuesMax} values.`)
    .transform((values) => (values.length === 0 ? undefined : [...new Set(values)]));
}

function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `Choose one of ${values.join(", ")}.` });
}

const empty = (value: unknown) => (value === "" || value === null ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const number = (value: unknown) =>
  typeof value === "string" && /^-?\d{1,9}$/.test(value) ? Number(value) : value;

/** A page counted from the start (1, 2, …) or from the end ("last", "last-1", …). */
export type PageAddress = { readonly from: "start" | "end"; readonly index: number };

const pageField = z.union(
  [
    z
      .preprocess(number, z.number().int().min(1).max(pageNumberMax))
      .transform((page): PageAddress => ({ from: "start", index: page - 1 })),
    z
      .string()
      .regex(/^last(-\d{1,6})?$/)
      .transform((text): PageAddress => ({ from: "end", index: Number(text.slice(5) || 0) })),
  ],
  { error: `The page must be a whole number from 1 to ${pageNumberMax.toLocaleString("en")}, or "last".` },
);

/**
 * The grid's filter, order and page: parsed here for page addresses, export and list alike. Bad values are refused by
 * field; fields it does not know are left out. Left out or empty means "no filter".
 */
export const tokenQuerySchema = z.object({
  q: optional(
    z
      .string({ error: "The search must be text." })
      .transform((text) => text.normalize("NFC").trim())
      .refine(
        (text) => lengthOf(text) <= searchLengthMax,
        `Search for at most ${searchLengthMax} characters.`,
      )
      .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "The search may not hold control characters.")
      .transform((text) => (text === "" ? undefined : text)),
  ),
  /** Only these tokens: a selection, or the one that a pasted secret belongs to. */
  ids: optional(listOf(z.uuid({ error: "Name tokens by their ids." }), bulkTokensMax)),
  status: optional(listOf(choice(tokenStatuses))),
  type: optional(listOf(choice(listedTokenTypeNames))),
  actsAs: optional(listOf(z.uuid({ error: "Choose users by id." }))),
  createdBy: optional(listOf(z.uuid({ error: "Choose users by id." }))),
  /** Tokens that are bound to one of these organizations. */
  organization: optional(listOf(z.uuid({ error: "Choose organizations by id." }))),
  lastUsed: optional(choice(lastUsedFilters)),
  expiring: optional(choice(expiringFilters)),
  ownerGone: optional(
    z.preprocess(
      (value) =>
        value === "true" || value === "1" ? true : value === "false" || value === "0" ? false : value,
      z.boolean({ error: "Say true or false." }),
    ),
  ),
  sort: z.preprocess(empty, choice(tokenSorts).default("createdAt")),
  dir: z.preprocess(empty, choice(["asc", "desc"]).default("desc")),
  page: z.preprocess(empty, pageField.default({ from: "start", index: 0 })),
  pageSize: z.preprocess(
    (value) => number(empty(value)),
    z
      .literal(pageSizes as unknown as [25, 50, 100], { error: `Choose one of ${pageSizes.join(", ")}.` })
      .default(50),
  ),
});

/** The query after parsing. */
export type TokenQuery = z.output<typeof tokenQuerySchema>;

/**
 * Up to where the total of a query is exact. One condition, and the status, are counted inside an index; a text search, a
 * time of last use or several conditions make the database look at rows, which must not cost more in a large account.
 */
export function exactTotalMaxOf(query: TokenQuery): number {
  const { q, status, lastUsed, type, actsAs, createdBy, organization, expiring, ownerGone } = query;
  const conditions = [type, actsAs, createdBy, organization, expiring, ownerGone].filter(
    (each) => each !== undefined,
  );
  const isFiltered = conditions.length > 0 || status !== undefined || lastUsed !== undefined;
  if (q !== undefined) return isFiltered ? exactFilteredSearchTotalMax : exactSearchTotalMax;
  if (looksUpUse(query)) return exactLookedUpTotalMax;
  if (lastUsed !== undefined) return exactCombinedTotalMax;
  return conditions.length > 1 ? exactCombinedTotalMax : exactTotalMax;
}

/** True when an index leads to few tokens, disabled ones of a type, and the use of each is looked up. */
export function looksUpUse({ q, status, type, lastUsed }: TokenQuery): boolean {
  const isDisabled = status?.length === 1 && status[0] === "disabled";
  return q === undefined && lastUsed !== undefined && type !== undefined && isDisabled;
}
