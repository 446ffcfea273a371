"use client";

import { Switch } from "@/components/ui/switch";
import type { TokenSummary } from "@/domain/tokens/token-views";

/** Zorus's toggle. Without the right to use it, it is said in words. */
export function EnabledSwitch({
  token,
  enabled,
  onChange,
}: {
  token: TokenSummary;
  enabled: boolean;
  /** Null: the viewer may not. */
  onChange: ((enabled: boolean) => void) | null;
}) {
  if (onChange === null || token.deletedAt)
    return <span className="text-muted">{token.deletedAt ? "Deleted" : <YesNo yes={enabled} />}</span>;
  return (
    <Switch
      aria-label={`Enabled: ${token.name}`}
      checked={enabled}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

// On a card the column's heading is gone.
function YesNo({ yes }: { yes: boolean }) {
  return (
    <>
      <span className="cards:hidden">{yes ? "Yes" : "No"}</span>
      <span className="hidden cards:inline">{yes ? "Enabled" : "Disabled"}</span>
    </>
  );
}
