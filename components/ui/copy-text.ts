/**
 * Copies `text` and reports the truth. The Clipboard API exists on https and localhost only, so plain-http hosts
 * take the second way: select a Range that holds the text and let execCommand fire a copy event we can see.
 */
export async function copyText(text: string, within?: Element | null): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Denied by permission or policy: the second way may still be allowed.
    }
  }
  return copyByRange(text, within);
}

/**
 * Copies what is still to come, such as a secret that the server is asked for. To be called in the click itself: Safari lets a page
 * write to the clipboard then and not once the answer is there, so it is given the promise.
 * @returns what came (null: nothing, and nothing is copied) and whether it was copied
 */
export async function copyComingText(
  coming: Promise<string | null>,
): Promise<{ text: string | null; copied: boolean }> {
  const written = writeComing(coming);
  const text = await coming;
  if (text === null) return { text, copied: false };
  return { text, copied: (await written) || (await copyText(text)) };
}

async function writeComing(coming: Promise<string | null>): Promise<boolean> {
  if (!window.isSecureContext || typeof ClipboardItem === "undefined") return false;
  const plain = coming.then((text) => {
    if (text === null) throw new Error("There is nothing to copy.");
    return new Blob([text], { type: "text/plain" });
  });
  // Also where the browser refuses before it looks at it.
  plain.catch(() => undefined);
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
    return true;
  } catch {
    return false;
  }
}

function copyByRange(text: string, within?: Element | null): boolean {
  const focused = document.activeElement as HTMLElement | null;
  // Inside the dialog, or its focus trap takes the selection away before the copy.
  const host = within ?? focused?.closest('[role="dialog"], [role="alertdialog"]') ?? document.body;
  const holder = document.createElement("span");
  holder.textContent = text;
  holder.setAttribute("aria-hidden", "true");
  holder.className = "pointer-events-none fixed top-0 left-0 select-text whitespace-pre opacity-0";
  const selection = window.getSelection();
  const kept = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;

  let taken = false;
  const onCopy = (event: ClipboardEvent) => {
    if (!event.clipboardData) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    taken = true;
  };
  document.addEventListener("copy", onCopy, { capture: true });
  host.append(holder);
  try {
    const range = document.createRange();
    range.selectNodeContents(holder);
    selection?.removeAllRanges();
    selection?.addRange(range);
    return document.execCommand("copy") && taken;
  } catch {
    return false;
  } finally {
    document.removeEventListener("copy", onCopy, { capture: true });
    holder.remove();
    selection?.removeAllRanges();
    if (kept) selection?.addRange(kept);
    focused?.focus({ preventScroll: true });
  }
}
