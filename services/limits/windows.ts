import { ownText } from "@/domain/text/own-text";

/** Requests counted under a key until `endsAt` (milliseconds since 1970). */
export type Window = { readonly key: string; count: number; readonly endsAt: number; isUnsaved: boolean };

export type Windows = {
  /** The window of a key that runs at this moment. */
  find(key: string, at: number): Window | undefined;
  /** Counts one request in the running window, or begins one. */
  count(key: string, running: Window | undefined, at: number): Window;
  /** Takes in what was kept, under what was counted meanwhile. */
  restore(key: string, count: number, endsAt: number, at: number): void;
  /** Forgets the windows that have ended, and hands out those running ones that changed since the last time. */
  takeUnsaved(at: number): Window[];
  /** Puts back what could not be saved. */
  putBack(windows: readonly Window[]): void;
  size(): number;
};

/**
 * Counts by key in windows of one length that begin with their first request. Nothing here waits, so whoever finds, decides and
 * counts without waiting in between does so as one. No timer per key: windows of one length end in the order in which
 * they began, which is the order in the map.
 * @param keysMax beyond it the oldest window is forgotten: many addresses must not fill the memory
 */
export function createWindows(windowMs: number, keysMax: number): Windows {
  const windows = new Map<string, Window>();
  let unsaved: Window[] = [];

  const find = (key: string, at: number) => {
    const window = windows.get(key);
    if (window === undefined) return undefined;
    const left = window.endsAt - at;
    // A clock that was set back must not keep a window open for longer than it lasts.
    return left > 0 && left <= windowMs ? window : undefined;
  };
  const begin = (key: string, count: number, endsAt: number): Window => {
    windows.delete(key);
    if (windows.size >= keysMax) {
      for (const oldest of windows.keys()) {
        windows.delete(oldest);
        break;
      }
    }
    const window = { key, count, endsAt, isUnsaved: false };
    windows.set(key, window);
    return window;
  };
  const remember = (window: Window) => {
    if (window.isUnsaved) return;
    window.isUnsaved = true;
    unsaved.push(window);
  };

  return {
    find,
    count(key, running, at) {
      // An address is a piece of the text of its request, which would stay as long as the window.
      const window = running ?? begin(ownText(key), 0, at + windowMs);
      window.count += 1;
      remember(window);
      return window;
    },
    restore(key, count, endsAt, at) {
      if (endsAt <= at || endsAt - at > windowMs) return;
      const meanwhile = find(key, at)?.count ?? 0;
      const window = begin(key, count + meanwhile, endsAt);
      if (meanwhile > 0) remember(window);
    },
    takeUnsaved(at) {
      for (const [key, window] of windows) {
        if (window.endsAt > at) break;
        windows.delete(key);
      }
      for (const window of unsaved) window.isUnsaved = false;
      const taken = unsaved.filter((window) => windows.get(window.key) === window);
      unsaved = [];
      return taken;
    },
    putBack(taken) {
      for (const window of taken) remember(window);
    },
    size: () => windows.size,
  };
}
