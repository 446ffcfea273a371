"use client";

import { Search, X } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { Spinner } from "@/components/ui/spinner";

export type TableSearch = {
  placeholder: string;
  /** Names the field for screen readers. */
  label: string;
  /**
   * Looks at the text before it reaches the URL, so a pasted secret never gets there. `null`: an ordinary search.
   * "hold": keep it in the field only. A promise: the text leaves the field at once, and what it resolves to
   * (a safe search text, or null) takes its place.
   */
  intercept?: (text: string) => null | "hold" | Promise<string | null>;
};

export function SearchBox({
  search,
  query,
  onQuery,
  inputRef,
}: {
  search: TableSearch;
  query: string;
  onQuery: (query: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}) {
  const [draft, setDraft] = useState(query);
  const [looking, setLooking] = useState(false);
  // Back, a saved view or "Clear all" changes the query from outside.
  useEffect(() => setDraft(query), [query]);

  async function take(text: string) {
    const answer = search.intercept?.(text) ?? null;
    if (answer === null) {
      setDraft(text);
      onQuery(text);
    } else if (answer === "hold") {
      setDraft(text);
    } else {
      setDraft("");
      setLooking(true);
      const safe = await answer.finally(() => setLooking(false));
      setDraft(safe ?? "");
      onQuery(safe ?? "");
    }
  }

  return (
    <search className="relative block min-w-40 max-w-76 flex-1 basis-40 cards:max-w-none">
      <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-muted">
        {looking ? <Spinner /> : <Search aria-hidden="true" className="icon" />}
      </span>
      <input
        ref={inputRef}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={search.label}
        aria-keyshortcuts="/"
        placeholder={search.placeholder}
        value={draft}
        onChange={(event) => void take(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (draft) void take("");
          else event.currentTarget.blur();
        }}
        className="peer control h-8.5 w-full truncate pr-9 pl-8.5 pointer-coarse:h-11"
      />
      <span className="absolute inset-y-0 right-2 grid place-items-center">
        {draft ? (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={() => {
              void take("");
              inputRef.current?.focus();
            }}
            className="touch-area relative grid size-6 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
          >
            <X aria-hidden="true" className="icon" />
          </button>
        ) : (
          <Kbd className="pointer-events-none cards:hidden">/</Kbd>
        )}
      </span>
    </search>
  );
}
