import { addressesOf } from "@/components/tokens/address-list-field";
import type { GenerateDraft } from "@/components/tokens/generate/draft";
import { formatMinute } from "@/components/ui/format-time";
import { decideExpiry } from "@/domain/tokens/expiry-choice";
import type { TokenCreationOptions } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** What will be made, in one sentence, before it is made. */
export function GenerateSummary({
  draft,
  options,
  now,
}: {
  draft: GenerateDraft;
  options: TokenCreationOptions;
  now: Date;
}) {
  if (draft.type === null) return null;
  const expiresAt = decideExpiry(draft.expiry, now, null);
  const addresses = addressesOf(draft.addresses).length;
  return (
    <p>
      <strong className="wrap-anywhere font-semibold text-ink">{draft.name.trim() || "The new token"}</strong>{" "}
      {bearerWords(draft, options)}, works from{" "}
      {addresses === 0
        ? "anywhere"
        : addresses === 1
          ? "1 address or range"
          : `${addresses} addresses or ranges`}
      {expiresAt ? ` until ${formatMinute(expiresAt)}` : " and does not expire"}. Its secret is shown once.
    </p>
  );
}

function bearerWords(draft: GenerateDraft, options: TokenCreationOptions): string {
  const rule = typeRule(draft.type ?? "impersonation");
  if (rule.actsAs === "template_user") {
    const user = options.templateUsers.find((each) => each.id === draft.actsAsUserId);
    if (!user) return "acts as a template user";
    const count = user.permissions.length;
    return `acts as ${user.name} with ${count} permission${count === 1 ? "" : "s"}`;
  }
  if (rule.belongsTo === "organization") {
    const organization = options.organizations.find((each) => each.id === draft.organizationId);
    return `acts for ${organization?.name ?? "one organization"}`;
  }
  return "acts for the whole account";
}
