import type { ReactNode } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";
import { maskSecret } from "./mask-secret";
import { ScrollRegion } from "./scroll-region";

/**
 * Code to copy. With `secret`, the shown code has it masked until `revealed`, while Copy always takes the real code.
 * `accents` are words shown in the accent colour, such as a URL or a scheme.
 */
export function CodeBlock({
  code,
  label,
  secret,
  revealed = false,
  accents = [],
  copyLabel = "Copy code",
  onCopied,
  hideCopy,
  className,
}: {
  code: string;
  /** Names the block for screen readers. */
  label: string;
  secret?: string;
  revealed?: boolean;
  accents?: readonly string[];
  copyLabel?: string;
  onCopied?: () => void;
  hideCopy?: boolean;
  className?: string;
}) {
  const shown = secret && !revealed ? code.replaceAll(secret, maskSecret(secret)) : code;
  return (
    <div className={cn("relative min-w-0 rounded-xl border bg-sub", className)}>
      <ScrollRegion
        label={label}
        // Long lines end before the button, not under it.
        className={cn("overflow-x-auto rounded-xl py-3 pl-3.5", hideCopy ? "pr-3.5" : "mr-11")}
      >
        <pre className="font-mono text-sm">
          <code>{paint(shown, accents)}</code>
        </pre>
      </ScrollRegion>
      {hideCopy ? null : (
        <CopyButton
          text={code}
          copyLabel={copyLabel}
          onCopied={onCopied}
          className="absolute top-2 right-2 bg-sub"
        />
      )}
    </div>
  );
}

function paint(text: string, accents: readonly string[]): ReactNode {
  const words = accents.filter(Boolean);
  if (words.length === 0) return text;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = text.split(new RegExp(`(${escaped.join("|")})`));
  let at = 0;
  return parts.map((part) => {
    const key = at;
    at += part.length + 1;
    return words.includes(part) ? (
      <span key={key} className="text-accent">
        {part}
      </span>
    ) : (
      part
    );
  });
}
