"use client";

import { useEffect, useState } from "react";

const key = "keydesk-place";

/**
 * True when another tab of this browser went elsewhere since this page was loaded: the session is theirs together. Where the browser
 * keeps nothing for the desk it stays false, and the server's refusal has to do.
 */
export function useLeftBehind(place: string): boolean {
  const [isLeftBehind, setLeftBehind] = useState(false);
  useEffect(() => {
    const kept = () => {
      try {
        return window.localStorage.getItem(key);
      } catch {
        return null;
      }
    };
    const look = () => setLeftBehind((kept() ?? place) !== place);
    try {
      window.localStorage.setItem(key, place);
    } catch {}
    look();
    window.addEventListener("storage", look);
    // A tab that the browser put to sleep hears of nothing meanwhile.
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("storage", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [place]);
  return isLeftBehind;
}
