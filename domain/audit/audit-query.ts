import { z } from "zod";
import { type AuditAction, auditActionNames } from "@/domain/audit/catalogue";
import { type AuditPeriod, auditMachineActors, auditPeriods } from "@/domain/audit/query-choices";
import { lengthOf } from "@/domain/text/fields";
import { hasYearOfFourDigits } from "@/domain/text/year";
import { holdsTokenForm } from "@/domain/tokens/token-form";

export const auditSearchLengthMax = 200;
export const auditPageSize = 50;

const empty = (value: unknown) => (value === "" || value === null ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const isMachine = (text: string) => auditMachineActors.some((kind) => kind === text);
const isTime = (text: string) =>
  z.union([z.iso.datetime({ offset: true }), z.iso.date()]).safeParse(text).success &&
  hasYearOfFourDigits(new Date(text));
const instant = (label: string) =>
  optional(
    z
      .string({ error: `${label} must be a time such as 2026-03-01T00:00:00Z.` })
      .refine(isTime, { error: `${label} must be a time such as 2026-03-01T00:00:00Z.`, abort: true })
      .transform((text) => new Date(text)),
  );
const id = (label: string) => optional(z.uuid({ error: `${label} must be an id.` }));

/**
 * The filter and page of the audit list: parsed here for page addresses and programs alike. Left out or empty means "no
 * filter"; fields it does not know are left out.
 */
export const auditQuerySchema = z
  .object({
    q: optional(
      z
        .string({ error: "The search must be text." })
        .transform((text) => text.normalize("NFC").trim())
        .refine(
          (text) => lengthOf(text) <= auditSearchLengthMax,
          `Search for at most ${auditSearchLengthMax} characters.`,
        )
        .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "The search may not hold control characters.")
        .refine(
          (text) => !holdsTokenForm(text),
          "Do not search for a token itself: look for its name or last 4.",
        )
        .transform((text) => (text === "" ? undefined : text)),
    ),
    actor: optional(
      z
        .string({ error: "Choose an actor by id." })
        .refine((text) => isMachine(text) || z.uuid().safeParse(text).success, "Choose an actor by id."),
    ),
    target: id("The target"),
    /** One action ("token.rotate") or a noun ("token") for all of its actions. */
    action: optional(
      z
        .string({ error: "Choose one of the actions." })
        .refine((text) => actionsOf(text).length > 0, "Choose one of the actions."),
    ),
    outcome: optional(z.enum(["done", "refused"], { error: "Choose done or refused." })),
    period: optional(
      z.enum(Object.keys(auditPeriods) as [AuditPeriod], { error: "Choose one of the time ranges." }),
    ),
    from: instant("The start"),
    to: instant("The end"),
    /** Older than this event. */
    after: id("The cursor"),
    /** Newer than this event. */
    before: id("The cursor"),
  })
  .refine((query) => !query.from || !query.to || query.from < query.to, {
    path: ["to"],
    error: "The end must lie after the start.",
  });

export type AuditQuery = z.output<typeof auditQuerySchema>;

/** What a page or a link may ask. */
export type AuditQueryInput = Partial<Record<keyof AuditQuery, string>>;

/** The actions that an action or noun stands for; none when the catalogue knows neither. */
export function actionsOf(name: string): readonly AuditAction[] {
  return auditActionNames.filter((action) => action === name || action.startsWith(`${name}.`));
}
