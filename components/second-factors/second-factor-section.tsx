"use client";

import { Smartphone } from "lucide-react";
import { useState } from "react";
import {
  AddAppDialog,
  RemoveFactorDialog,
  RenewCodesDialog,
} from "@/components/second-factors/dialogs-on-demand";
import type { SecondFactorActions } from "@/components/second-factors/second-factor-actions";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { useRefresh } from "@/components/ui/use-refresh";
import { recoveryCodeCount, secondFactorsMax } from "@/domain/second-factors/bounds";
import type { OwnSecondFactors, SecondFactorView } from "@/domain/second-factors/second-factor-views";

type Open = { kind: "add" } | { kind: "renew" } | { kind: "remove"; factor: SecondFactorView } | null;

/** Two-step sign-in: what the person has for the second step, and ways to add, replace and remove it. */
export function SecondFactorSection({
  email,
  own,
  now,
  actions,
}: {
  email: string;
  own: OwnSecondFactors;
  now: Date;
  actions: SecondFactorActions;
}) {
  const [open, setOpen] = useState<Open>(null);
  const refresh = useRefresh();
  const isOn = own.factors.length > 0;
  const close = () => setOpen(null);
  // The dialog is gone and its codes with it: now the page tells what there is.
  const closeAndRefresh = () => {
    close();
    refresh();
  };
  return (
    <Section
      title={
        <span className="flex items-center gap-2">
          Two-step sign-in {isOn ? <Badge tone="ok">on</Badge> : <Badge tone="neutral">off</Badge>}
        </span>
      }
      description={
        isOn
          ? "Signing in takes your password and a code. Where you confirm that it is you, a code is asked for too."
          : "Whoever learns your password can sign in as you. With an authenticator app on your phone they also need its code."
      }
      actions={
        <Button
          {...AddAppDialog.likely}
          disabledReason={
            own.factors.length >= secondFactorsMax ? `You have ${secondFactorsMax}. Remove one first.` : null
          }
          onClick={() => setOpen({ kind: "add" })}
        >
          Add authenticator app
        </Button>
      }
    >
      {isOn ? (
        <>
          <ul className="divide-y border-y">
            {own.factors.map((factor) => (
              <li key={factor.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
                <p className="flex min-w-0 flex-1 basis-56 items-center gap-2.5 font-medium max-sm:basis-full">
                  <Smartphone aria-hidden="true" className="icon shrink-0 text-muted" />
                  <span className="min-w-0 wrap-anywhere">{factor.name}</span>
                </p>
                <p className="grow basis-52 text-muted text-sm sm:grow-0 sm:basis-60">
                  Used {factor.lastUsedAt ? <RelativeTime at={factor.lastUsedAt} now={now} /> : "never"}
                  <br />
                  Added <DateTime at={factor.createdAt} precision="minute" />
                </p>
                <Button
                  size="sm"
                  {...RemoveFactorDialog.likely}
                  aria-label={`Remove ${factor.name}`}
                  onClick={() => setOpen({ kind: "remove", factor })}
                >
                  Remove…
                </Button>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <p className={own.recoveryCodesLeft > 2 ? "text-muted" : "text-warn"}>
              {own.recoveryCodesLeft} of {recoveryCodeCount} recovery codes left
              {own.recoveryCodesLeft > 2 ? "." : ". Make new ones before you need them."}
            </p>
            <Button size="sm" {...RenewCodesDialog.likely} onClick={() => setOpen({ kind: "renew" })}>
              New recovery codes…
            </Button>
          </div>
        </>
      ) : null}
      {open?.kind === "add" ? (
        <AddAppDialog email={email} actions={actions} onClose={close} onAdded={closeAndRefresh} />
      ) : null}
      {open?.kind === "renew" ? (
        <RenewCodesDialog email={email} renew={actions.renewCodes} onClose={close} onDone={closeAndRefresh} />
      ) : null}
      {open?.kind === "remove" ? (
        <RemoveFactorDialog
          email={email}
          factor={open.factor}
          isLast={own.factors.length === 1}
          remove={actions.remove}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}
