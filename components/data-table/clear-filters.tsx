"use client";

import type { Route } from "next";
import { useEffect, useRef } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { focusSearch } from "./focus-search";

/** Leads from an address that a list cannot show to the list, whose search takes the focus as it comes. */
export function ClearFilters({ list }: { list: Route }) {
  const isFollowed = useRef(false);
  useEffect(
    () => () => {
      // The list has taken this link's place by now.
      if (isFollowed.current) focusSearch();
    },
    [],
  );
  return (
    <ButtonLink
      href={list}
      onNavigate={() => {
        isFollowed.current = true;
      }}
    >
      Clear filters
    </ButtonLink>
  );
}
