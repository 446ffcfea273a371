import { z } from "zod";

/** Pages of a list that is cut by number are asked for up to here. */
const pagesMax = 1_000_000;
const wrongPage = `The page must be a whole number from 1 to ${pagesMax.toLocaleString("en")}.`;

/** Search text, page (from 1) and page size of a list that is cut by number. */
export const pageFields = {
  q: z
    .string({ error: "The search must be text." })
    .max(200, "Search for at most 200 characters.")
    .transform((value) => value.normalize("NFC").trim())
    // PostgreSQL text cannot hold it, and nothing kept has it.
    .refine((value) => !value.includes("\0"), "The search may not hold control characters.")
    .default(""),
  page: z.coerce
    .number({ error: wrongPage })
    .int(wrongPage)
    .min(1, wrongPage)
    .max(pagesMax, wrongPage)
    .default(1),
  pageSize: z.coerce
    .number({ error: "The page size must be a number." })
    .refine((size) => [25, 50, 100].includes(size), "The page size is 25, 50 or 100.")
    .default(50),
};

/** An ILIKE pattern that finds `q` anywhere and takes its signs literally; "%" for everything. */
export function likePattern(q: string): string {
  return `%${takenLiterally(q)}%`;
}

/** Text for a comparison that knows patterns, as Prisma's `contains` does: its signs stand for themselves. */
export function takenLiterally(q: string): string {
  return q.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** Where the wanted page lies; one past the end becomes the last, as rows may have gone meanwhile. */
export function pageOf(total: number, page: number, pageSize: number) {
  const pageCount = Math.max(1, Math.ceil(total / pageSize));
  const shown = Math.min(page, pageCount);
  return { total, page: shown, pageSize, pageCount, offset: (shown - 1) * pageSize };
}
