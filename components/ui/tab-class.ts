/** One look for tabs that switch panels and tabs that are links. */
export const tabClass =
  "shrink-0 border-transparent border-b-2 px-0.5 py-2 text-muted pointer-coarse:py-3 text-sm hover:text-ink focus-visible:-outline-offset-2 aria-selected:border-ink aria-selected:font-semibold aria-selected:text-ink aria-[current=page]:border-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink";
