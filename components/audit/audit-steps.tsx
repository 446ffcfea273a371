"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { auditHref } from "@/components/audit/audit-href";
import { useSteppedFocus } from "@/components/audit/use-stepped-focus";
import { ButtonLink } from "@/components/ui/button-link";
import type { AuditQueryInput } from "@/domain/audit/audit-query";
import type { AuditPage } from "@/domain/audit/audit-views";

/** Newer and older: the trail grows while one reads, so pages have no numbers. */
export function AuditSteps({
  page,
  query,
}: {
  page: Pick<AuditPage, "nextCursor" | "previousCursor">;
  query: AuditQueryInput;
}) {
  const { nextCursor, previousCursor } = page;
  const nav = useSteppedFocus();
  if (nextCursor === null && previousCursor === null) return null;
  const { after: _, before: __, ...filters } = query;
  return (
    <nav ref={nav} aria-label="Pages" className="flex flex-wrap justify-end gap-2 py-3">
      {previousCursor ? (
        <>
          <ButtonLink href={auditHref(filters)} variant="ghost" size="sm" className="mr-auto">
            Newest
          </ButtonLink>
          <ButtonLink
            href={auditHref({ ...filters, before: previousCursor })}
            size="sm"
            variant="ghost"
            icon={<ChevronLeft />}
          >
            Newer
          </ButtonLink>
        </>
      ) : null}
      {nextCursor ? (
        <ButtonLink href={auditHref({ ...filters, after: nextCursor })} size="sm">
          Older
          <ChevronRight aria-hidden="true" />
        </ButtonLink>
      ) : null}
    </nav>
  );
}
