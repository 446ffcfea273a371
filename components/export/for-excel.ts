"use client";

import { readKeptFlag, useKeptFlag } from "@/components/ui/kept-flag";

const key = "csv-for-excel";

/** Whether CSV begins with the mark without which Excel takes it for another encoding. Kept in this browser. */
export function useForExcel(): [on: boolean, set: (on: boolean) => void] {
  return useKeptFlag(key, false);
}

/** The same at one click, where nobody is asked. */
export function isForExcel(): boolean {
  return readKeptFlag(key, false);
}
