"use client";

import { useIsMac } from "./use-is-mac";

/** The last way to copy: the text, selected as soon as it has focus, waits for the keys. Says "copied" only after a real copy of all of it. */
export function ManualCopy({ text, onCopied }: { text: string; onCopied: () => void }) {
  const keys = useIsMac() ? "⌘C" : "Ctrl+C";
  return (
    <div className="grid gap-1.5">
      <p className="text-sm">
        This browser does not allow copying here. The text is selected: press <strong>{keys}</strong>.
      </p>
      <textarea
        readOnly
        aria-label="Text to copy"
        value={text}
        rows={Math.min(6, Math.max(2, text.split("\n").length))}
        onFocus={(event) => event.currentTarget.select()}
        onCopy={(event) => {
          const { selectionStart, selectionEnd } = event.currentTarget;
          if (selectionStart === 0 && selectionEnd === text.length) onCopied();
        }}
        className="control block w-full resize-none break-all p-2 font-mono text-sm"
      />
    </div>
  );
}
