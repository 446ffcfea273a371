import { addressesOf } from "@/components/tokens/address-list-field";
import type { GenerateInput } from "@/components/tokens/token-actions";
import { decideExpiry, type ExpiryChoice } from "@/domain/tokens/expiry-choice";
import type { TokenCreationOptions } from "@/domain/tokens/token-views";
import { type TokenType, typeRule } from "@/domain/tokens/types";

/** What was typed and chosen so far. It outlives the dialog, so closing it by mistake loses nothing. */
export type GenerateDraft = {
  readonly type: TokenType | null;
  readonly actsAsUserId: string;
  readonly organizationId: string;
  readonly name: string;
  readonly notes: string;
  readonly expiry: ExpiryChoice;
  readonly addresses: string;
};

/** A fresh draft: where there is only one choice, it is made. */
export function emptyDraft(options: TokenCreationOptions, name = ""): GenerateDraft {
  const only = <T extends { id: string }>(list: readonly T[]) => (list.length === 1 ? list[0]!.id : "");
  return {
    type: options.types.find((each) => each.allowed)?.type ?? null,
    actsAsUserId: only(options.templateUsers),
    organizationId: only(options.organizations),
    name,
    notes: "",
    expiry: { kind: "never" },
    addresses: "",
  };
}

/** What the browser can say before it asks the server: field → what is missing. */
export function missingIn(draft: GenerateDraft, now: Date): Record<string, string> {
  const missing: Record<string, string> = {};
  if (draft.type === null) return { type: "Choose a type." };
  const rule = typeRule(draft.type);
  if (rule.actsAs === "template_user" && draft.actsAsUserId === "")
    missing.actsAsUserId = "Choose the user it acts as.";
  if (rule.belongsTo === "organization" && draft.organizationId === "")
    missing.organizationId = "Choose an organization.";
  if (draft.name.trim() === "") missing.name = "The name is needed.";
  if (decideExpiry(draft.expiry, now, null) === undefined) missing.expiresAt = "Choose a day.";
  return missing;
}

/** The input of the create verb. Call it when `missingIn` found nothing. */
export function inputOf(draft: GenerateDraft, requestKey: string, now: Date): GenerateInput {
  const type = draft.type ?? "impersonation";
  const rule = typeRule(type);
  return {
    type,
    name: draft.name,
    notes: draft.notes,
    actsAsUserId: rule.actsAs === "template_user" ? draft.actsAsUserId : null,
    organizationId: rule.belongsTo === "organization" ? draft.organizationId : null,
    expiresAt: decideExpiry(draft.expiry, now, null) ?? null,
    ipAllowList: addressesOf(draft.addresses),
    requestKey,
  };
}
