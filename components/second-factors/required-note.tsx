import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";

/** Why somebody was led to the Security page, and, once they have a second factor, the way back to where they wanted to be. */
export function RequiredNote({
  account,
  isOwed,
  isSetUp,
  hasOtherAccounts,
  next,
}: {
  account: string;
  isOwed: boolean;
  isSetUp: boolean;
  hasOtherAccounts: boolean;
  next: string | null;
}) {
  if (isOwed)
    return (
      <Callout tone="warn" title={`${account} requires a second step at the sign-in`} className="mb-6">
        Add a second factor under “Two-step sign-in” below. Until then you can do nothing else in this
        account; your tokens go on working.
        {hasOtherAccounts ? " You can go to another account of yours meanwhile." : null}
      </Callout>
    );
  if (next === null || !isSetUp) return null;
  return (
    <Callout tone="ok" title="Your second step is set up" className="mb-6">
      <TextLink href={next}>Go on to the page that you wanted to open</TextLink>
    </Callout>
  );
}
