"use client";

import { useState } from "react";
import { auditHref } from "@/components/audit/audit-href";
import { useReauth } from "@/components/reauth/reauth-provider";
import { heldUpWords } from "@/components/sign-in-policy/held-up-words";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Switch } from "@/components/ui/switch";
import { TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { SignInPolicyView } from "@/domain/access/sign-in-policy";
import type { Result } from "@/domain/result";

export type ChangeSignInPolicy = (input: { requireSecondStep: boolean }) => Promise<Result<unknown>>;

/** Whether people of the account must have a second step, who has none, and the switch of those who may change it. */
export function SignInPolicy({
  policy,
  hasOwnFactor,
  change,
}: {
  policy: SignInPolicyView;
  hasOwnFactor: boolean;
  /** Null: the viewer may not. */
  change: ChangeSignInPolicy | null;
}) {
  const isRequired = policy.requireSecondStep;
  const isOwnMissing = change !== null && !isRequired && !hasOwnFactor;
  return (
    <Section
      title="Sign-in policy"
      description={
        <>
          How people of this account sign in to the desk. A change holds from the moment it is saved, in
          sessions that are open too.{" "}
          <TextLink href={auditHref({ action: "sign_in_policy.change" })}>Who changed it</TextLink>
        </>
      }
    >
      <dl className="border-t">
        <div className="grid gap-x-6 gap-y-1 border-b py-3.5 sm:grid-cols-[minmax(10rem,2fr)_minmax(9rem,2fr)_5fr]">
          <dt id="second-step" className="text-muted">
            People of this account sign in with a second step
          </dt>
          <dd className="grid content-start gap-1.5">
            <span className="flex items-center gap-2.5">
              {change ? (
                <RequiredSwitch
                  policy={policy}
                  change={change}
                  disabledReason={isOwnMissing ? "Add a second factor of your own first." : null}
                />
              ) : null}
              <span className="font-medium">{isRequired ? "Required" : "Optional"}</span>
            </span>
            <span className="text-muted text-sm">{stateWords(policy)}</span>
          </dd>
          <dd className="grid max-w-[64ch] content-start gap-1.5 text-muted text-sm max-sm:mt-1">
            {isOwnMissing ? (
              <p className="text-warn">
                You have no second factor yourself:{" "}
                <TextLink href="/account/security">add one first</TextLink>, or you would be held up too.
              </p>
            ) : null}
            <p>
              Who has no second factor is led to their Security page, and does nothing else in this account
              until they have added one. In other accounts they go on as before.
            </p>
            <p>
              Nobody removes their last one meanwhile. Tokens of all kinds go on working, also those of people
              who have none.
            </p>
          </dd>
        </div>
      </dl>
    </Section>
  );
}

function stateWords({ people, withoutSecondStep }: SignInPolicyView) {
  if (withoutSecondStep === 0)
    return people === 1 ? "1 person, who has one" : `All ${formatCount(people)} people have one`;
  return (
    <>
      <TextLink href="/users?secondStep=off&status=active">
        {formatCount(withoutSecondStep)} of {formatCount(people)} people
      </TextLink>{" "}
      {withoutSecondStep === 1 ? "has none" : "have none"}
    </>
  );
}

function RequiredSwitch({
  policy,
  change,
  disabledReason,
}: {
  policy: SignInPolicyView;
  change: ChangeSignInPolicy;
  disabledReason: string | null;
}) {
  const [isOpen, setOpen] = useState(false);
  const guarded = useReauth();
  const next = !policy.requireSecondStep;
  return (
    <>
      <Switch
        aria-labelledby="second-step"
        checked={policy.requireSecondStep}
        disabledReason={disabledReason}
        onChange={() => setOpen(true)}
      />
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={next ? "Require a second step?" : "Let people sign in without a second step?"}
        description={
          next
            ? heldUpWords(policy)
            : "Who has a second factor is asked for it as before. Everybody may remove theirs, and the password alone signs in then."
        }
        confirmLabel={next ? "Require a second step" : "Require it no longer"}
        danger={!next}
        onConfirm={async () => {
          const result = await guarded(() => change({ requireSecondStep: next }));
          if (!result.ok) return result.refusal.message;
          toast.success(next ? "A second step is required now" : "A second step is required no longer");
          return undefined;
        }}
      />
    </>
  );
}
