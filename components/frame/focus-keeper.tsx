"use client";

import { useEffect } from "react";
import { focusSearch } from "@/components/data-table/focus-search";
import { twinOf } from "@/components/ui/twin-of";

const layers = "[role=dialog],[role=alertdialog]";
const controls = "a[href],button,input,select,textarea";
// After the attempts of a dialog that closes, which may know a better place.
const waitMs = 100;

type Loss = { readonly next: Node | null; readonly previous: Node | null; readonly part: Element };

/**
 * Moves the focus on when what held it goes from a page by its own work, such as the button that ended a session: to the same
 * control of the row that took its place, else of the one before, else to a button that does the same, else to where it was before,
 * else to the page's search, else to the page. The browser would begin at the top. What goes with the whole page is left alone, and so
 * is a page that one has clicked away from.
 */
export function FocusKeeper() {
  useEffect(() => {
    const main = document.getElementById("main");
    if (main === null) return;
    // What had the focus, the latest last.
    let trail: HTMLElement[] = [];
    let path = "";
    let loss: Loss | null = null;
    let timer: ReturnType<typeof setTimeout>;
    const hold = (element: HTMLElement | null) => {
      trail = element === null ? [] : [...trail.filter((each) => each !== element).slice(-7), element];
      path = window.location.pathname;
      loss = null;
    };
    const noteFocus = ({ target }: FocusEvent) => {
      // Dialogs, menus and notifications lie outside of the page and of its frame, and come back to it.
      if (!(target instanceof HTMLElement) || target === main) return;
      if (main.contains(target)) hold(target);
      else if (target.closest("header,nav")) hold(null);
    };
    const notePress = ({ target }: Event) => target instanceof Node && main.contains(target) && hold(null);
    const moveOn = () => {
      const { activeElement, body } = document;
      const held = trail.at(-1);
      const isLost = activeElement === null || activeElement === body;
      if (loss === null || held === undefined || !isLost || document.querySelector(layers)) return;
      if (path === window.location.pathname) {
        const before = trail.findLast((each) => each.isConnected && each.checkVisibility());
        const home = homeOf(held, loss) ?? twinOf(held) ?? before;
        if (home) home.focus({ preventScroll: true });
        else focusSearch();
        if (document.activeElement === body) main.focus({ preventScroll: true });
      }
      hold(null);
    };
    const observer = new MutationObserver((records) => {
      const held = trail.at(-1);
      if (held === undefined || held.isConnected) return;
      for (const { removedNodes, nextSibling, previousSibling } of records)
        for (const part of removedNodes)
          if (part instanceof Element && part.contains(held))
            loss = { next: nextSibling, previous: previousSibling, part };
      clearTimeout(timer);
      timer = setTimeout(moveOn, waitMs);
    });
    document.addEventListener("focusin", noteFocus);
    document.addEventListener("pointerdown", notePress, { capture: true });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener("focusin", noteFocus);
      document.removeEventListener("pointerdown", notePress, { capture: true });
    };
  }, []);
  return null;
}

function homeOf(held: HTMLElement, { next, previous, part }: Loss): HTMLElement | null {
  const place = sameKind(part, held).indexOf(held);
  for (const [from, step] of [
    [next, "nextSibling"],
    [previous, "previousSibling"],
  ] as const)
    for (let row = from; row?.isConnected; row = row[step]) {
      if (!(row instanceof Element) || row.tagName !== part.tagName) continue;
      const control = sameKind(row, held)[place];
      if (control?.checkVisibility()) return control;
    }
  return null;
}

function sameKind(row: Element, held: HTMLElement): HTMLElement[] {
  const kindOf = (each: Element) =>
    [each.tagName, ...["type", "role", "aria-haspopup"].map((name) => each.getAttribute(name))].join();
  return [...row.querySelectorAll<HTMLElement>(controls)].filter((each) => kindOf(each) === kindOf(held));
}
