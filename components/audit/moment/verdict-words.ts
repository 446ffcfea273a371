import type { Missing } from "@/domain/audit/point-in-time/decide-then";
import type { Verdict } from "@/domain/verification/verdicts";

const words: Partial<Record<Verdict, string>> = {
  valid: "it worked",
  unknown: "it did not exist yet",
  revoked: "it was revoked, or its secret had ended",
  disabled: "it was disabled",
  expired: "it had expired",
  not_yet_valid: "it was not valid yet",
  owner_inactive: "whom it acted as was not active",
  plan_required: "the account’s plan did not include its type",
};

/** Why a verification of then would have refused, in words after "No: ". */
export function verdictWords(verdict: Verdict): string {
  return words[verdict] ?? verdict;
}

const missingWords: Record<Missing, string> = {
  existence: "whether it existed",
  type: "its type",
  bearer: "whom it acted as",
  enabled: "whether it was enabled",
  notBefore: "from when on it was valid",
  expiresAt: "when it expired",
  ipAllowList: "the allowed addresses",
  secret: "its secret",
  membership: "whether the user was active",
  permissions: "the permissions",
  organization: "whether the organization existed",
  client: "the state of the API client",
  plan: "the account’s plan",
};

/** "whether it was enabled, the account's plan". */
export function missingList(missing: readonly Missing[]): string {
  return missing.map((each) => missingWords[each]).join(", ");
}
