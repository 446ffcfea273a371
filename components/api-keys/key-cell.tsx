import { Copy, Eye, EyeOff } from "lucide-react";
import { type RevealedKey, shownSeconds } from "@/components/api-keys/use-revealed-key";
import type { RecordCopied } from "@/components/secret/new-secret";
import { reportCopy } from "@/components/secret/report-copy";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import type { TokenSummary } from "@/domain/tokens/token-views";

/** The key, masked until the eye is pressed, and Copy, which shows nothing. */
export function KeyCell({
  apiKey,
  revealed,
  recordCopied,
}: {
  apiKey: TokenSummary;
  revealed: RevealedKey;
  recordCopied: RecordCopied;
}) {
  const { id, name, prefix, last4 } = apiKey;
  const { keysRevealable } = useTokenPolicy();
  const reason = keysRevealable ? null : "The account’s token policy has API keys shown once.";
  const secret = revealed.shown?.tokenId === id ? revealed.shown.secret : null;
  return (
    <div className="flex min-w-0 items-start gap-1">
      {secret === null ? (
        <span className="min-w-0 truncate py-1 font-mono text-sm">
          <span aria-hidden="true">{`${prefix}_••••••••••••${last4}`}</span>
          <span className="sr-only">Hidden key ending in {last4}</span>
        </span>
      ) : (
        <code
          className="min-w-0 select-all break-all py-1 font-mono text-sm"
          onCopy={() => {
            if (window.getSelection()?.toString().trim() === secret) void reportCopy(recordCopied(id));
          }}
        >
          {secret}
        </code>
      )}
      <span className="flex shrink-0">
        <IconButton
          size="sm"
          label={secret === null ? `Show the key of ${name}` : `Hide the key of ${name}`}
          icon={secret === null ? <Eye /> : <EyeOff />}
          pending={revealed.pendingId === id}
          disabledReason={reason}
          onClick={() => (secret === null ? void revealed.show(apiKey) : revealed.hide())}
        />
        {reason ? (
          <IconButton size="sm" label={`Copy the key of ${name}`} icon={<Copy />} disabledReason={reason} />
        ) : (
          <CopyButton
            copyLabel={`Copy the key of ${name}`}
            text={async () => secret ?? revealed.ask(apiKey)}
            onCopied={() => void reportCopy(recordCopied(id))}
          />
        )}
      </span>
      <span role="status" className="sr-only">
        {secret === null ? "" : `The key of ${name} is shown for ${shownSeconds} seconds.`}
      </span>
    </div>
  );
}
