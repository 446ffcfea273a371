import { formatCount } from "@/components/ui/format-count";
import type { SignInPolicyView } from "@/domain/access/sign-in-policy";

/** Whom requiring a second step holds up, before it is required. */
export function heldUpWords({ people, withoutSecondStep }: SignInPolicyView): string {
  if (withoutSecondStep === 0) return "Everybody has a second step already; nobody is held up.";
  const have = withoutSecondStep === 1 ? "has" : "have";
  return `${formatCount(withoutSecondStep)} of ${formatCount(people)} people ${have} no second step yet; they are asked to add it at their next page.`;
}
