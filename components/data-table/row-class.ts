/** A row, and the same row as a card: title and asides on top, then after a forced break the rest in one running line. */
export const rowClass =
  "group cards:relative cards:flex cards:flex-wrap cards:items-start cards:gap-x-3 cards:gap-y-1 cards:border-b cards:py-3 cards:after:order-4 cards:after:basis-full";

export const cellClass = "border-b py-2.5 pr-4 align-top cards:border-0 cards:p-0";
