"use client";

import { SlidersHorizontal } from "lucide-react";
import { useMemo, useState } from "react";
import { type ChangeLimits, LimitsDialog } from "@/components/account/limits-dialog";
import { usePageCommands } from "@/components/frame/page-commands";
import { Button } from "@/components/ui/button";
import type { PlanUse } from "@/domain/access/plan-use";
import type { AccountUsage } from "@/domain/limits/account-usage";

/** The operator's way into plan and limits. */
export function ChangeLimitsButton(props: {
  accountName: string;
  usage: AccountUsage;
  use: PlanUse;
  change: ChangeLimits;
}) {
  const [isOpen, setOpen] = useState(false);
  usePageCommands(
    useMemo(() => [{ id: "limits", label: "Change plan and limits", run: () => setOpen(true) }], []),
  );
  return (
    <>
      <Button icon={<SlidersHorizontal />} onClick={() => setOpen(true)}>
        Change plan and limits
      </Button>
      {isOpen ? <LimitsDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
