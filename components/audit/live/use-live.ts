"use client";

import { parseAsBoolean, useQueryState } from "nuqs";

/** Whether the page follows the log: part of the address, so that a link can open it so. */
export function useLive() {
  return useQueryState("live", parseAsBoolean.withDefault(false).withOptions({ history: "replace" }));
}
