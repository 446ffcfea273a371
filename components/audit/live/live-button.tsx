"use client";

import { Radio } from "lucide-react";
import { useLive } from "@/components/audit/live/use-live";
import { Button } from "@/components/ui/button";

/** Turns following on and off. Older pages stand still. */
export function LiveButton({ isNewest }: { isNewest: boolean }) {
  const [live, setLive] = useLive();
  return (
    <Button
      icon={<Radio className={live && isNewest ? "text-ok" : undefined} />}
      aria-pressed={live && isNewest}
      disabledReason={isNewest ? null : "Only the newest page, without an end of time, can be followed."}
      onClick={() => void setLive(live ? null : true)}
    >
      Live
    </Button>
  );
}
