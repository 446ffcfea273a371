import type { z } from "zod";
import type { Action } from "@/domain/access/actions";
import { auditQuerySchema } from "@/domain/audit/audit-query";
import type { AuditAction } from "@/domain/audit/catalogue";
import type { ExportFormat } from "@/domain/export/formats";
import type { Manifest } from "@/domain/export/manifest";
import { done, type Result } from "@/domain/result";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import { auditConditions } from "@/services/audit/list";
import { trailSource } from "@/services/export/audit-source";
import { gridSource } from "@/services/export/grid-source";
import type { ExportSource } from "@/services/export/source";
import { usageInput, usageSource } from "@/services/export/usage-source";
import type { Reach } from "@/services/kernel/authorise";
import type { Context } from "@/services/kernel/context";
import { reviewExportInput, reviewsSource } from "@/services/reviews/export-source";
import { noReview } from "@/services/reviews/lock-review";
import { loadGoneUserIds } from "@/services/tokens/gone-users";
import { resolveSecret } from "@/services/tokens/list";

/** What is asked for, resolved once: its words for manifest and trail, and where its rows are read from. */
export type AskedExport = {
  readonly filter: Manifest["filter"];
  /** @param size of an audit trail: no event after this number */
  readonly source: (format: ExportFormat, size: number) => ExportSource;
};

type DeskExport = {
  readonly action: Extract<Action, AuditAction>;
  readonly input: z.ZodType;
  readonly ask: (context: Context, reach: Reach, query: never) => Promise<Result<AskedExport>>;
};

/** What the desk exports: the right to it, whose name is also its event's; what may be asked; and what it reads. */
export const deskExports = {
  tokens: {
    action: "token.export",
    input: tokenQuerySchema,
    async ask(context, reach, query: z.output<typeof tokenQuerySchema>) {
      const resolved = await resolveSecret(context, reach.accountId, query);
      if (!resolved.ok) return resolved;
      const asked = resolved.value;
      const goneUserIds = asked.ownerGone ? await loadGoneUserIds(context.db, reach.accountId) : [];
      const facts = { ...reach, now: context.now(), goneUserIds };
      const { page: _, pageSize: __, sort: ___, dir: ____, ...filters } = asked;
      return done({ filter: wordsOf(filters), source: (format) => gridSource(format, asked, facts) });
    },
  },
  audit: {
    action: "audit.export",
    input: auditQuerySchema,
    async ask(context, { accountId }, query: z.output<typeof auditQuerySchema>) {
      const { after: _, before: __, ...filters } = query;
      const conditions = auditConditions(accountId, filters, context.now());
      return done({
        filter: wordsOf(filters),
        source: (_, size) => trailSource(accountId, size, conditions),
      });
    },
  },
  usage: {
    action: "usage.export",
    input: usageInput,
    async ask(_, reach, query: z.output<typeof usageInput>) {
      return done({ filter: wordsOf(query), source: () => usageSource(reach, query) });
    },
  },
  reviews: {
    action: "review.export",
    input: reviewExportInput,
    async ask(context, { accountId }, { review }: z.output<typeof reviewExportInput>) {
      const found = await context.db.review.findUnique({
        where: { id: review, accountId },
        select: { id: true },
      });
      if (found === null) return noReview();
      return done({ filter: { review }, source: () => reviewsSource({ accountId, reviewId: review }) });
    },
  },
} as const satisfies Record<string, DeskExport>;

export type DeskExportName = keyof typeof deskExports;

/** A filter as its address says it. */
function wordsOf(query: Readonly<Record<string, unknown>>): Manifest["filter"] {
  const word = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value));
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(word) : word(value)]),
  );
}
