"use client";

import { SlidersHorizontal } from "lucide-react";
import { useMemo, useState } from "react";
import { usePageCommands } from "@/components/frame/page-commands";
import { type ChangePolicy, PolicyDialog } from "@/components/policy/policy-dialog";
import { Button } from "@/components/ui/button";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import type { PolicyView } from "@/domain/tokens/policy-views";

/** The administrator's way into the token policy. */
export function ChangePolicyButton(props: { policy: PolicyView; change: ChangePolicy }) {
  const [isOpen, setOpen] = useState(false);
  useReturnFocus(isOpen);
  usePageCommands(
    useMemo(() => [{ id: "policy", label: "Change token policy", run: () => setOpen(true) }], []),
  );
  return (
    <>
      <Button icon={<SlidersHorizontal />} onClick={() => setOpen(true)}>
        Change token policy
      </Button>
      {isOpen ? <PolicyDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
