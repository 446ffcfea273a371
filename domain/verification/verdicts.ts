import { errorCodes } from "@/domain/errors/codes";

/** Every answer that a verification can have (design §5), in the order in which the reasons are looked for. */
export const verdicts = [
  "missing",
  "malformed",
  "unknown",
  "revoked",
  "disabled",
  "expired",
  "not_yet_valid",
  "wrong_scheme",
  "owner_inactive",
  "ip_not_allowed",
  "plan_required",
  "forbidden",
  "organization_required",
  "rate_limited",
  "quota_exceeded",
  "valid",
] as const;

export type Verdict = (typeof verdicts)[number];
export type RefusalVerdict = Exclude<Verdict, "valid">;

/** The HTTP status of a verdict where the client itself is answered. */
export function verdictStatus(verdict: Verdict): number {
  return verdict === "valid" ? 200 : errorCodes[verdict].status;
}

/** Verdicts that name no token of ours: they are counted per gateway, since there is no token to count them on. */
export const tokenlessVerdicts: ReadonlySet<Verdict> = new Set(["missing", "malformed", "unknown"]);

/** What the client is told: RFC 6750 error codes where they exist, else our own. */
export type ClientError =
  | "missing"
  | "invalid_token"
  | "wrong_scheme"
  | "ip_not_allowed"
  | "plan_required"
  | "insufficient_scope"
  | "organization_required"
  | "rate_limited"
  | "quota_exceeded";

const clientErrors: Readonly<Record<RefusalVerdict, ClientError>> = {
  missing: "missing",
  // One answer for all of these: a finder of a string must not learn whether it once was a token.
  malformed: "invalid_token",
  unknown: "invalid_token",
  revoked: "invalid_token",
  disabled: "invalid_token",
  expired: "invalid_token",
  not_yet_valid: "invalid_token",
  owner_inactive: "invalid_token",
  wrong_scheme: "wrong_scheme",
  ip_not_allowed: "ip_not_allowed",
  plan_required: "plan_required",
  forbidden: "insufficient_scope",
  organization_required: "organization_required",
  rate_limited: "rate_limited",
  quota_exceeded: "quota_exceeded",
};

/** True when the client may learn whose token it sent: the verdict is not one of those that look like an unknown token. */
export function tellsOfToken(verdict: Verdict): boolean {
  if (verdict === "valid") return true;
  const told = clientErrors[verdict];
  return told !== "invalid_token" && told !== "missing";
}

/** The error that the client of a refused request sees; unknown and revoked look the same. */
export function clientError(verdict: RefusalVerdict): ClientError {
  return clientErrors[verdict];
}
