import { type ErrorCode, errorCodes } from "@/domain/errors/codes";

export type ProblemExtras = {
  readonly title?: string;
  readonly detail?: string;
  /** Field name → what is wrong with it. */
  readonly fields?: Readonly<Record<string, string>>;
  /** RFC 6750 names of the error, for clients that look for them. */
  readonly error?: string;
  readonly error_description?: string;
  /** Names of the limits that refuse the request (draft-ietf-httpapi-ratelimit-headers-11 §5). */
  readonly violatedPolicies?: readonly string[];
};

/** The body of a refusal (RFC 9457): `status` is the status of the answer, `type` leads to the page of its code. */
export function buildProblem(
  deskUrl: string,
  code: ErrorCode,
  requestId: string,
  extras: ProblemExtras = {},
) {
  const { status, title, mend } = errorCodes[code];
  return {
    type: `${deskUrl}/docs/errors/${code}`,
    title: extras.title ?? title,
    status,
    detail: extras.detail ?? mend,
    code,
    requestId,
    ...(extras.fields ? { fields: extras.fields } : {}),
    ...(extras.error ? { error: extras.error, error_description: extras.error_description } : {}),
    ...(extras.violatedPolicies ? { "violated-policies": extras.violatedPolicies } : {}),
  };
}
