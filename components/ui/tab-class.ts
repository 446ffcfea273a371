/** One look for tabs that switch panels and tabs that are links. */
export const tabClass =
  "-mb-px shrink-0 border-transparent border-b-2 px-0.5 py-2 text-muted text-sm hover:text-ink data-[state=active]:border-ink data-[state=active]:font-semibold data-[state=active]:text-ink aria-[current=page]:border-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink";
