import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { askForKeyAction, secondStepAction } from "@/app/(public)/sign-in/second-step/actions";
import { getBaseContext } from "@/app/desk-context";
import { readPendingSignIn } from "@/app/second-step-cookie";
import { KeySignIn } from "@/components/forms/key-sign-in";
import { PublicHeading } from "@/components/forms/public-frame";
import { SecondStepForm } from "@/components/forms/second-step-form";
import { TextLink } from "@/components/ui/text-link";
import { parseReturnPath, secondStepPath, signInAgainPath, signInPath } from "@/domain/access/paths";
import { openSecondStep } from "@/services/sessions/second-step";

export const metadata: Metadata = { title: "Second step" };

export default async function SecondStepPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const given = await searchParams;
  const next = parseReturnPath(given.next);
  const pendingId = await readPendingSignIn();
  const open = pendingId === null ? null : await openSecondStep(await getBaseContext(), pendingId);
  if (open === null) redirect(signInAgainPath(next));
  const [hasApp, hasKey] = [open.kinds.includes("app"), open.kinds.includes("key")];
  const byRecoveryCode = given.recovery !== undefined || !hasApp;
  return (
    <>
      <PublicHeading title="Second step">
        For {open.email}. <TextLink href={signInPath(next)}>Sign in as somebody else</TextLink>
      </PublicHeading>
      {hasKey ? <KeySignIn ask={askForKeyAction} finish={secondStepAction} next={next} /> : null}
      <SecondStepForm
        key={String(byRecoveryCode)}
        action={secondStepAction}
        next={next}
        byRecoveryCode={byRecoveryCode}
        otherWay={hasApp ? secondStepPath(next, !byRecoveryCode) : null}
        hasKey={hasKey}
      />
    </>
  );
}
