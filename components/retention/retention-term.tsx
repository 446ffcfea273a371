"use client";

import { CalendarClock } from "lucide-react";
import { useState } from "react";
import type { ChangeRetention } from "@/components/retention/retention-dialog";
import { Button } from "@/components/ui/button";
import { dialogOnDemand } from "@/components/ui/dialog-on-demand";
import { Facts } from "@/components/ui/facts";
import { formatCount } from "@/components/ui/format-count";
import { DateTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { type RetentionView, retentionTerm } from "@/domain/audit/retention";

const RetentionDialog = dialogOnDemand(
  async () => (await import("@/components/retention/retention-dialog")).RetentionDialog,
);

/** How long audit events are kept, what is gone already, and the way to change it. */
export function RetentionTerm({
  retention,
  now,
  change,
}: {
  retention: RetentionView;
  now: Date;
  change: ChangeRetention | null;
}) {
  const [isOpen, setOpen] = useState(false);
  const { days, dropped, oldestAt } = retention;
  return (
    <Section
      title="Audit retention"
      description="After this time the contents of an event are dropped. Its number, its hash and all signed checkpoints stay, so that exports of what remains still verify."
      actions={
        change ? (
          <Button icon={<CalendarClock />} {...RetentionDialog.likely} onClick={() => setOpen(true)}>
            Change retention
          </Button>
        ) : null
      }
    >
      <Facts
        className="border-t pt-3"
        items={[
          {
            label: "Events are kept",
            value: <span className="font-medium">{days === null ? "For ever" : retentionTerm(days)}</span>,
          },
          {
            label: "Oldest kept event sealed",
            value: oldestAt === null ? "None yet" : <DateTime at={oldestAt} precision="minute" />,
          },
          {
            label: "Dropped so far",
            value:
              dropped === null ? (
                "Nothing"
              ) : (
                <>
                  #1 to #{formatCount(dropped.through)}, the last on{" "}
                  <DateTime at={dropped.at} precision="minute" />
                </>
              ),
          },
        ]}
      />
      {isOpen && change ? (
        <RetentionDialog retention={retention} now={now} change={change} onClose={() => setOpen(false)} />
      ) : null}
    </Section>
  );
}
