"use client";

import { useKeptFlag } from "@/components/ui/kept-flag";

/** Off for people whose speech input types letters by accident (WCAG 2.1.4). Kept in this browser. */
export function useSingleKeys(): [on: boolean, set: (on: boolean) => void] {
  return useKeptFlag("single-key-shortcuts", true);
}
