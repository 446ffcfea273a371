import { formatCount } from "@/components/ui/format-count";

/** How many rows a list has, as a screen reader is told when they change. Where they were not all counted, `total` is the least. */
export function rowsWords(total: number, isExact: boolean): string {
  return `${isExact ? "" : "more than "}${formatCount(total)} ${total === 1 && isExact ? "row" : "rows"}`;
}
