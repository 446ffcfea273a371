import { z } from "zod";
import { retentionDays } from "@/domain/audit/retention";
import { notesField } from "@/domain/text/fields";

/** How long an account keeps its audit events: so many days, or null for ever. */
export const retentionFields = {
  days: z
    .int("Days are a whole number.")
    .min(retentionDays.min, `Keep events for at least ${retentionDays.min} days.`)
    .max(retentionDays.max, `At most ${retentionDays.max} days; longer is for ever.`)
    .nullable(),
} as const;

/** Why events must be held. */
export const holdFields = {
  reason: notesField("The reason", 500).refine((text) => text !== "", "Say why events must be held."),
} as const;
