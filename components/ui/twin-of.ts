/**
 * The button that does what one does that is gone, as the header's does after an empty list's has gone with the first row: it says the
 * same. Null where there is none.
 */
export function twinOf(gone: HTMLElement): HTMLElement | null {
  const said = gone.textContent;
  if (!said || !gone.matches("button")) return null;
  const buttons = document.querySelectorAll<HTMLElement>("main button");
  return [...buttons].find((button) => button.textContent === said) ?? null;
}
