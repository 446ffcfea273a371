const layers = '[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"],[role="combobox"]';

const textTypes = new Set(["checkbox", "radio", "button", "submit", "reset", "range", "color", "file"]);

/** Whether a single key may act on the page: not while typing, in a dialog or menu, with a modifier, or when someone took it. */
export function takesKeys(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return false;
  if (document.querySelector('[role="dialog"][data-state="open"],[role="alertdialog"][data-state="open"]'))
    return false;
  const target = event.target as HTMLElement | null;
  if (!target?.closest) return true;
  if (target.closest(layers) || target.isContentEditable) return false;
  if (target instanceof HTMLInputElement) return textTypes.has(target.type);
  return !(target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement);
}
