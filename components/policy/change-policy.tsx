"use client";

import { SlidersHorizontal } from "lucide-react";
import { useMemo, useState } from "react";
import { usePageCommands } from "@/components/frame/page-commands";
import type { ChangePolicy } from "@/components/policy/policy-dialog";
import { Button } from "@/components/ui/button";
import { dialogOnDemand } from "@/components/ui/dialog-on-demand";
import { useOpener } from "@/components/ui/use-opener";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import type { PolicyView } from "@/domain/tokens/policy-views";

const PolicyDialog = dialogOnDemand(
  async () => (await import("@/components/policy/policy-dialog")).PolicyDialog,
);

/** The administrator's way into the token policy. */
export function ChangePolicyButton(props: { policy: PolicyView; change: ChangePolicy }) {
  const [isOpen, setOpen] = useState(false);
  useReturnFocus(isOpen);
  const opener = useOpener(() => setOpen(true));
  usePageCommands(
    useMemo(() => [{ id: "policy", label: "Change token policy", run: opener.press }], [opener.press]),
  );
  return (
    <>
      <Button
        icon={<SlidersHorizontal />}
        {...PolicyDialog.likely}
        ref={opener.button}
        onClick={opener.press}
      >
        Change token policy
      </Button>
      {isOpen ? <PolicyDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
