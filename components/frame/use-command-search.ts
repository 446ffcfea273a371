"use client";

import { useEffect, useState } from "react";
import type { CommandLink, SearchCommands } from "./command";

const typingMs = 200;
const none: readonly CommandLink[] = [];

/** Results for what is typed, after a pause; an answer that comes late for an older text is dropped. */
export function useCommandSearch(search: SearchCommands | undefined, text: string) {
  const [found, setFound] = useState<{
    text: string;
    commands: readonly CommandLink[];
    failed: boolean;
  } | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    if (!search || wanted.length < 2) return;
    let late = false;
    const timer = setTimeout(async () => {
      try {
        const commands = await search(wanted);
        if (!late) setFound({ text: wanted, commands, failed: false });
      } catch {
        if (!late) setFound({ text: wanted, commands: none, failed: true });
      }
    }, typingMs);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [search, wanted]);
  const applies = Boolean(search) && wanted.length >= 2;
  return {
    results: applies && found ? found.commands : none,
    searching: applies && found?.text !== wanted,
    failed: applies && found?.text === wanted && found.failed,
  };
}
