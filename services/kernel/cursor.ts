import { z } from "zod";

/** Where a page ended, in lists that run from the newest row to the oldest. */
export type Position = { readonly at: Date; readonly id: string };

export const limitMax = 200;
const limitDefault = 50;
const cursorLengthMax = 200;

/** The cursor after a row: opaque to programs, and no secret. */
export function writeCursor({ at, id }: Position): string {
  return Buffer.from(`${at.getTime()} ${id}`).toString("base64url");
}

function readCursor(text: string): Position | null {
  const parts = /^(\d{1,15}) ([0-9a-f-]{36})$/.exec(Buffer.from(text, "base64url").toString("latin1"));
  const position = parts === null ? null : { at: new Date(Number(parts[1])), id: parts[2]! };
  // Only what was written here: no two cursors mean the same place.
  return position !== null && z.uuid().safeParse(position.id).success && writeCursor(position) === text
    ? position
    : null;
}

/** How far and from where a program reads a list; texts of an address too. */
export const pageByCursor = {
  limit: z
    .preprocess(
      (value) => (typeof value === "string" && /^\d{1,4}$/.test(value) ? Number(value) : value),
      z.number({ error: "The limit must be a whole number." }).int("The limit must be a whole number."),
    )
    .refine((limit) => limit >= 1 && limit <= limitMax, `The limit is 1 to ${limitMax}.`)
    .default(limitDefault),
  cursor: z
    .string({ error: "The cursor must be text." })
    .max(cursorLengthMax, "This is no cursor of this list.")
    .transform((text, context) => {
      const position = readCursor(text);
      if (position === null)
        context.addIssue({ code: "custom", message: "This is no cursor of this list. Start without one." });
      return position;
    })
    .optional(),
};

/** True when a row stands after `position` in a list that runs from the newest to the oldest. */
export function isAfter(position: Position, row: Position): boolean {
  const [at, other] = [position.at.getTime(), row.at.getTime()];
  return other < at || (other === at && row.id < position.id);
}

/** A page, and where the next one begins; null after the last row. */
export type CursorPage<Row> = { readonly items: readonly Row[]; readonly nextCursor: string | null };

/** Cuts a page out of rows of which one more than `limit` was read. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): CursorPage<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(positionOf(last)) : null };
}
