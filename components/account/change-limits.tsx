"use client";

import { SlidersHorizontal } from "lucide-react";
import { useMemo, useState } from "react";
import type { ChangeLimits } from "@/components/account/limits-dialog";
import { usePageCommands } from "@/components/frame/page-commands";
import { Button } from "@/components/ui/button";
import { dialogOnDemand } from "@/components/ui/dialog-on-demand";
import { useOpener } from "@/components/ui/use-opener";
import type { PlanUse } from "@/domain/access/plan-use";
import type { AccountUsage } from "@/domain/limits/account-usage";

const LimitsDialog = dialogOnDemand(
  async () => (await import("@/components/account/limits-dialog")).LimitsDialog,
);

/** The operator's way into plan and limits. */
export function ChangeLimitsButton(props: {
  accountName: string;
  usage: AccountUsage;
  use: PlanUse;
  change: ChangeLimits;
}) {
  const [isOpen, setOpen] = useState(false);
  const opener = useOpener(() => setOpen(true));
  usePageCommands(
    useMemo(() => [{ id: "limits", label: "Change plan and limits", run: opener.press }], [opener.press]),
  );
  return (
    <>
      <Button
        icon={<SlidersHorizontal />}
        {...LimitsDialog.likely}
        ref={opener.button}
        onClick={opener.press}
      >
        Change plan and limits
      </Button>
      {isOpen ? <LimitsDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
