import { maskSecret } from "@/components/ui/mask-secret";

/** A secret, masked until asked for; to select and copy the whole of it by hand counts as copied. */
export function SecretText({
  secret,
  shown,
  dots = 14,
  onCopied,
}: {
  secret: string;
  shown: boolean;
  /** How wide the mask is. */
  dots?: number;
  onCopied: () => void;
}) {
  return shown ? (
    <code
      className="min-w-0 flex-1 basis-60 select-all break-all py-1 font-mono text-sm sm:tracking-[-0.035em]"
      onCopy={() => {
        if (window.getSelection()?.toString().trim() === secret) onCopied();
      }}
    >
      {secret}
    </code>
  ) : (
    <span className="min-w-0 flex-1 basis-60 truncate font-mono text-sm">
      <span className="sr-only">The secret is hidden</span>
      <span aria-hidden="true">{maskSecret(secret, dots)}</span>
    </span>
  );
}
