"use client";

import { KeyRound, Smartphone } from "lucide-react";
import { useState } from "react";
import {
  AddAppDialog,
  AddKeyDialog,
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
import type { SecondFactorKind } from "@/domain/second-factors/kinds";
import type { OwnSecondFactors, SecondFactorView } from "@/domain/second-factors/second-factor-views";

type Open =
  | { kind: "add-app" }
  | { kind: "add-key" }
  | { kind: "renew" }
  | { kind: "remove"; factor: SecondFactorView }
  | null;

/** Two-step sign-in: what the person has for the second step, and ways to add, replace and remove it. */
export function SecondFactorSection({
  email,
  own,
  now,
  whyNoKeys,
  actions,
}: {
  email: string;
  own: OwnSecondFactors;
  now: Date;
  /** Why no security key can be added here, in a sentence; null where one can. */
  whyNoKeys: string | null;
  actions: SecondFactorActions;
}) {
  const [open, setOpen] = useState<Open>(null);
  const refresh = useRefresh();
  const isOn = own.factors.length > 0;
  const full =
    own.factors.length >= secondFactorsMax ? `You have ${secondFactorsMax}. Remove one first.` : null;
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
          ? "Signing in takes your password and one of these. Where you confirm that it is you, one of these is asked for too."
          : "Whoever learns your password can sign in as you. With an authenticator app or a security key they also need that."
      }
      actions={
        <div className="flex flex-wrap gap-2">
          <Button {...AddAppDialog.likely} disabledReason={full} onClick={() => setOpen({ kind: "add-app" })}>
            Add authenticator app
          </Button>
          {whyNoKeys === null ? (
            <Button
              {...AddKeyDialog.likely}
              disabledReason={full}
              onClick={() => setOpen({ kind: "add-key" })}
            >
              Add security key or passkey
            </Button>
          ) : null}
        </div>
      }
    >
      {whyNoKeys === null ? null : (
        <p className="text-muted text-sm">{whyNoKeys} An authenticator app works here.</p>
      )}
      {isOn ? (
        <>
          <ul className="divide-y border-y">
            {own.factors.map((factor) => (
              <li key={factor.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
                <p className="flex min-w-0 flex-1 basis-56 items-center gap-2.5 font-medium max-sm:basis-full">
                  <KindIcon kind={factor.kind} />
                  <span className="min-w-0 wrap-anywhere">
                    {factor.name}
                    <span className="block font-normal text-muted text-sm">{kindLabels[factor.kind]}</span>
                  </span>
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
      {open?.kind === "add-app" ? (
        <AddAppDialog email={email} actions={actions} onClose={close} onAdded={closeAndRefresh} />
      ) : null}
      {open?.kind === "add-key" ? (
        <AddKeyDialog email={email} actions={actions} onClose={close} onAdded={closeAndRefresh} />
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

const kindLabels: Readonly<Record<SecondFactorKind, string>> = {
  app: "Authenticator app",
  key: "Security key or passkey",
};

function KindIcon({ kind }: { kind: SecondFactorKind }) {
  const Icon = kind === "key" ? KeyRound : Smartphone;
  return <Icon aria-hidden="true" className="icon shrink-0 text-muted" />;
}
