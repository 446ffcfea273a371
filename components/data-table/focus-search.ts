/**
 * Gives the focus to the page's search: for what disappears by its own work, such as "Clear all", and for what takes a row away. Where
 * fingers point, to the button beside it instead: a field would bring up the keyboard over the rows.
 */
export function focusSearch(): void {
  const search = document.querySelector("search");
  const isTouched = window.matchMedia("(pointer: coarse)").matches;
  const beside = [...(search?.parentElement?.querySelectorAll<HTMLElement>("button") ?? [])];
  const target = isTouched
    ? beside.find((button) => !search?.contains(button) && button.checkVisibility())
    : search?.querySelector<HTMLElement>("input");
  target?.focus();
}
