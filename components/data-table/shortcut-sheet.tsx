"use client";

import { useId } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { useSingleKeys } from "./single-keys";

/** What the keys do on this page, and the way to turn them off. */
export function ShortcutSheet({
  open,
  onOpenChange,
  keys,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  keys: readonly { key: string; label: string }[];
}) {
  const switchId = useId();
  const [on, setOn] = useSingleKeys();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" size="sm">
      <dl className="grid gap-2">
        {keys.map(({ key, label }) => (
          <div key={key} className="flex items-center justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex gap-1">
              {key.split(" ").map((each) => (
                <Kbd key={each}>{each}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label htmlFor={switchId} className="mt-4 flex items-center justify-between gap-4 border-t pt-4">
        Single-key shortcuts
        <Switch id={switchId} checked={on} onChange={(event) => setOn(event.target.checked)} />
      </label>
    </Dialog>
  );
}
