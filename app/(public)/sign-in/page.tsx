import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { signInAction } from "@/app/(public)/sign-in/actions";
import { getViewer } from "@/app/desk-context";
import { PublicHeading } from "@/components/forms/public-frame";
import { SignInForm } from "@/components/forms/sign-in-form";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { landingPath, parseReturnPath } from "@/domain/access/paths";
import { getProcess } from "@/services/kernel/process";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const given = await searchParams;
  const next = parseReturnPath(given.next);
  const viewer = await getViewer();
  if (viewer !== null) redirect(next ?? landingPath(viewer));
  const elsewhere = await findProperAddress();
  return (
    <>
      <PublicHeading title="Sign in" />
      {elsewhere ? (
        <Callout tone="warn" title="This desk is reached over https">
          A session cannot start here. Open <TextLink href={elsewhere}>{elsewhere}</TextLink>
        </Callout>
      ) : null}
      {given["signed-out"] !== undefined ? (
        <Callout tone="ok" role="status">
          You are signed out.
        </Callout>
      ) : null}
      {given.over !== undefined ? (
        <Callout tone="warn" role="status">
          Your sign-in is over: its second step must come within 10 minutes of the password. Sign in again.
        </Callout>
      ) : null}
      {given.reset !== undefined ? (
        <Callout tone="ok" role="status">
          Your new password is set. Sign in with it.
        </Callout>
      ) : null}
      <SignInForm action={signInAction} next={next} />
    </>
  );
}

// With an https address configured the cookie is Secure, and a browser on plain http would drop it without a word.
async function findProperAddress(): Promise<string | null> {
  const { deskUrl } = getProcess().config;
  const request = await headers();
  const host = request.get("x-forwarded-host") ?? request.get("host");
  const isElsewhere = deskUrl.startsWith("https://") && new URL(deskUrl).host !== host;
  return isElsewhere && request.get("x-forwarded-proto") !== "https" ? deskUrl : null;
}
