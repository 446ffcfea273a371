"use client";

import { focusSearch } from "@/components/data-table/focus-search";
import { ButtonLink } from "@/components/ui/button-link";

/** Leads to the audit list without filters. It goes with what it ends, so that the search takes the focus. */
export function ClearAuditFilters({ size }: { size?: "sm" }) {
  return (
    <ButtonLink href="/audit" size={size} onClick={focusSearch}>
      Clear all filters
    </ButtonLink>
  );
}
