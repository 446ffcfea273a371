"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** The last way to copy: the text stands selected and the person presses the keys. Says "copied" only after a real copy of all of it. */
export function ManualCopy({ text, onCopied }: { text: string; onCopied: () => void }) {
  const ref = useSelectedOnMount();
  const [keys, setKeys] = useState("Ctrl+C");
  useEffect(() => {
    if (/Mac|iPhone|iPad/.test(navigator.userAgent)) setKeys("⌘C");
  }, []);
  return (
    <div className="grid gap-1.5">
      <p className="text-sm">
        This browser does not allow copying here. The text is selected: press <strong>{keys}</strong>.
      </p>
      <textarea
        ref={ref}
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

function useSelectedOnMount(): RefObject<HTMLTextAreaElement | null> {
  const ref = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, []);
  return ref;
}
