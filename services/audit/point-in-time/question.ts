import { z } from "zod";
import { hasYearOfFourDigits } from "@/domain/text/year";
import type { Database } from "@/prisma/client-factory";
import type { Question } from "@/services/audit/point-in-time/load-then";
import { findWholeSince } from "@/services/audit/point-in-time/whole-since";
import { refuseWith } from "@/services/kernel/act";

const wanted = "Give a moment with its zone, such as 2026-03-03T14:00:00Z.";

/** A moment in a question: with its zone, so that nobody guesses which one was meant. */
export const momentField = z
  .union([z.iso.datetime({ offset: true, local: false, error: wanted }), z.date()], { error: wanted })
  .transform((given) => new Date(given))
  .refine(hasYearOfFourDigits, wanted);

/** A moment that has not come yet: what will be so, the log cannot tell. */
export function refuseFuture() {
  return refuseWith("invalid_input", "The moment must not lie in the future.", {
    at: "must not lie in the future",
  });
}

/** What every answer about a moment starts from. */
export async function openQuestion(db: Database, accountId: string, at: Date): Promise<Question> {
  return { db, accountId, at, wholeSince: await findWholeSince(db, accountId), withRecords: true };
}
