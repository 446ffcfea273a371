"use client";

import { Gavel } from "lucide-react";
import { useState } from "react";
import { useReauth } from "@/components/reauth/reauth-provider";
import type { SetHold } from "@/components/retention/hold-dialog";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { dialogOnDemand } from "@/components/ui/dialog-on-demand";
import { DateTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import type { RetentionView } from "@/domain/audit/retention";
import type { Result } from "@/domain/result";

const HoldDialog = dialogOnDemand(
  async () => (await import("@/components/retention/hold-dialog")).HoldDialog,
);

/** Whether something holds the account's events, and the ways to place and to lift it. */
export function LegalHold({
  hold,
  set,
  lift,
}: {
  hold: RetentionView["hold"];
  set: SetHold | null;
  lift: (() => Promise<Result<unknown>>) | null;
}) {
  const guarded = useReauth();
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Legal hold"
      description="While it is in place no event of the account is dropped, whatever its age."
      actions={
        <>
          {set ? (
            <Button icon={<Gavel />} {...HoldDialog.likely} onClick={() => setOpen(true)}>
              {hold ? "Change reason" : "Place legal hold"}
            </Button>
          ) : null}
          {lift && hold ? (
            <ConfirmDialog
              trigger={<Button>Lift legal hold</Button>}
              title="Lift the legal hold?"
              description="Events past their retention are dropped within an hour, and do not come back."
              confirmLabel="Lift legal hold"
              onConfirm={async () => {
                const result = await guarded(lift);
                if (!result.ok) return result.refusal.message;
                toast.success("The legal hold is lifted");
                return undefined;
              }}
            />
          ) : null}
        </>
      }
    >
      {hold ? (
        <Callout tone="warn" title="Events are held">
          <p className="wrap-anywhere">{hold.reason}</p>
          <p>
            By {hold.byName}, since <DateTime at={hold.since} precision="minute" />
          </p>
        </Callout>
      ) : (
        <p className="border-t pt-3 text-muted">No hold is in place.</p>
      )}
      {isOpen && set ? (
        <HoldDialog reason={hold?.reason ?? ""} set={set} onClose={() => setOpen(false)} />
      ) : null}
    </Section>
  );
}
