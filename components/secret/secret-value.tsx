"use client";

import { Eye, EyeOff } from "lucide-react";
import type { Ref } from "react";
import { SecretText } from "@/components/secret/secret-text";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";

/** The secret, masked until asked for, with Copy beside it. */
export function SecretValue({
  secret,
  shown,
  onShownChange,
  onCopied,
  copyLabel,
  copyRef,
  isMain = true,
}: {
  secret: string;
  shown: boolean;
  onShownChange: (shown: boolean) => void;
  onCopied: () => void;
  copyLabel: string;
  copyRef: Ref<HTMLButtonElement>;
  /** False where something else is the first thing to do. */
  isMain?: boolean;
}) {
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-1 gap-y-2 rounded-xl border bg-sub py-1.5 pr-1.5 pl-3.5">
      <SecretText secret={secret} shown={shown} onCopied={onCopied} />
      <Button
        size="sm"
        variant="ghost"
        icon={shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        onClick={() => onShownChange(!shown)}
      >
        {shown ? "Hide" : "Show"}
      </Button>
      <CopyButton
        ref={copyRef}
        text={secret}
        label={copyLabel}
        variant={isMain ? "primary" : "secondary"}
        sticky
        onCopied={onCopied}
      />
    </div>
  );
}
