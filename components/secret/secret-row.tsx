"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { SecretText } from "@/components/secret/secret-text";
import { CopyButton } from "@/components/ui/copy-button";
import { formatMinute } from "@/components/ui/format-time";
import { IconButton } from "@/components/ui/icon-button";
import type { RotatedToken } from "@/domain/tokens/token-views";

/** One of several secrets: whose it is, and the secret with its eye and Copy. */
export function SecretRow({ token, onCopied }: { token: RotatedToken; onCopied: () => void }) {
  const [shown, setShown] = useState(false);
  return (
    <li className="grid gap-1.5 py-3 first:pt-0 last:pb-0">
      <p className="wrap-anywhere">
        <span className="font-medium">{token.name}</span>
        {token.actsAs ? <span className="text-muted"> acts as {token.actsAs}</span> : null}
        {token.graceUntil ? (
          <span className="block text-muted text-sm">
            Its old secret works until {formatMinute(token.graceUntil)}.
          </span>
        ) : null}
      </p>
      <div className="flex items-center justify-end gap-1 rounded-xl border bg-sub py-1 pr-1.5 pl-3.5">
        <SecretText secret={token.secret} shown={shown} dots={8} onCopied={onCopied} />
        <span className="flex gap-1 pointer-coarse:gap-4">
          <IconButton
            size="sm"
            label={`${shown ? "Hide" : "Show"} the secret of ${token.name}`}
            icon={shown ? <EyeOff /> : <Eye />}
            onClick={() => setShown(!shown)}
          />
          <CopyButton
            text={token.secret}
            copyLabel={`Copy the secret of ${token.name}`}
            sticky
            onCopied={onCopied}
          />
        </span>
      </div>
    </li>
  );
}
