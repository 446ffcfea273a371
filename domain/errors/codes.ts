/**
 * Every refusal that Keydesk gives, once: HTTP status, title, and how to mend it. A docs page stands at /docs/errors/<code>.
 * Statuses follow RFC 9110; the problem+json members follow RFC 9457.
 */
export const errorCodes = {
  invalid_input: {
    status: 422,
    title: "The input is not valid",
    mend: "Correct the fields named in the answer and send it again.",
  },
  malformed_json: {
    status: 400,
    title: "The body is not JSON",
    mend: "Send a JSON object with double-quoted keys and Content-Type: application/json.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The content type is not supported",
    mend: "Send Content-Type: application/json.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    mend: "Send at most the size that the message names.",
  },
  malformed_request: {
    status: 400,
    title: "The request cannot be read",
    mend: "Open the page again and send its form from there.",
  },
  foreign_origin: {
    status: 403,
    title: "The request comes from another site",
    mend: "Open the desk itself and do it there.",
  },
  request_timeout: {
    status: 408,
    title: "The request did not arrive in time",
    mend: "Send it again over a faster connection.",
  },
  method_not_allowed: {
    status: 405,
    title: "The method is not allowed here",
    mend: "Use one of the methods in the Allow header.",
  },
  not_found: {
    status: 404,
    title: "Not found",
    mend: "Check the address or id; it may have been deleted, or belong to an account you are not in.",
  },
  unauthenticated: { status: 401, title: "Not signed in", mend: "Sign in and try again." },
  invalid_credentials: {
    status: 401,
    title: "E-mail or password is wrong",
    mend: "Check both and try again, or ask an administrator for a reset link.",
  },
  second_step_required: {
    status: 401,
    title: "The second step is missing",
    mend: "Sign in at the desk's own page, or give your second factor where the desk asks for it.",
  },
  second_factor_needed: {
    status: 403,
    title: "A second factor is needed",
    mend: "This account requires one of its people: add one on your Security page, or go to another account.",
  },
  second_step_over: {
    status: 401,
    title: "This sign-in is over",
    mend: "Sign in again with e-mail and password; the second step must come within 10 minutes.",
  },
  too_many_attempts: {
    status: 429,
    title: "Too many attempts",
    mend: "Wait as long as the message says, then try again.",
  },
  reauthentication_required: {
    status: 403,
    title: "Confirm that it is you",
    mend: "Enter your password again, or your second factor if you have one; it is remembered for 10 minutes.",
  },
  forbidden: {
    status: 403,
    title: "Your role does not allow this",
    mend: "Ask an administrator of the account.",
  },
  person_required: {
    status: 403,
    title: "Only a person may do this",
    mend: "Sign in to the desk and do it there, or use an account token where the API allows it.",
  },
  stronger_token: {
    status: 403,
    title: "The token would be stronger than the one that asks",
    mend: "Ask for a type, expiry and addresses within those of the token that you use, or use an account token.",
  },
  plan_required: {
    status: 403,
    title: "The account's plan does not include this",
    mend: "Ask the operator to change the plan.",
  },
  cap_reached: {
    status: 409,
    title: "The cap is reached",
    mend: "Delete one that is no longer needed, then try again.",
  },
  expiry_beyond_policy: {
    status: 422,
    title: "The expiry is beyond the account's token policy",
    mend: "Send an expiry within as many days from now as the message says.",
  },
  grace_beyond_policy: {
    status: 422,
    title: "The grace period is beyond the account's token policy",
    mend: "Choose one that is no longer than the message says.",
  },
  display_forbidden: {
    status: 403,
    title: "The account's token policy has API keys shown once",
    mend: "Rotate the key for a new secret, which is shown once. The key itself works as before.",
  },
  already_exists: {
    status: 409,
    title: "It exists already",
    mend: "Choose another name, or use the one that exists.",
  },
  duplicate_request: {
    status: 409,
    title: "This request was carried out already",
    mend: "Look for its result in the list; its secret was shown once. Open the form again for another.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "The Idempotency-Key was used for another request",
    mend: "Use a new key for a new request, and the same key only to send the very same request again.",
  },
  request_in_progress: {
    status: 409,
    title: "The same request is under way",
    mend: "Wait a moment, then send it again with the same Idempotency-Key to get its answer.",
  },
  other_account: {
    status: 409,
    title: "This page is of another account",
    mend: "You went to another account, or somebody else signed in, in another tab. Nothing was done: reload the page.",
  },
  conflict: {
    status: 409,
    title: "It was changed meanwhile",
    mend: "Reload to see the present state, then decide again.",
  },
  change_under_way: {
    status: 409,
    title: "A longer change is under way",
    mend: "Somebody is changing very much at once, such as revoking all tokens, and is not done yet. Nothing was changed: see in a minute what has become of it, then try again.",
  },
  token_deleted: {
    status: 409,
    title: "The token is deleted",
    mend: "A deleted token cannot come back. Generate a new one.",
  },
  token_enabled: {
    status: 409,
    title: "The token is still enabled",
    mend: "Disable it first, then delete it.",
  },
  not_revealable: {
    status: 409,
    title: "The secret cannot be shown again",
    mend: "Only API keys are kept in a form that can be shown. Rotate the token for a new secret.",
  },
  not_rotating: {
    status: 409,
    title: "The token is not in a grace period",
    mend: "Reload: the old secret has already ended.",
  },
  review_ended: {
    status: 409,
    title: "The review has ended",
    mend: "It was signed or cancelled, and stays as it is. Start another one.",
  },
  review_incomplete: {
    status: 409,
    title: "The review is not complete",
    mend: "Decide about every token and carry the decisions out, then sign.",
  },
  review_item_done: {
    status: 409,
    title: "The decision is carried out",
    mend: "It stays in the review. Change the token itself, where that is still possible.",
  },
  decided_meanwhile: {
    status: 409,
    title: "Somebody else decided meanwhile",
    mend: "Look at what they decided, then leave it so or decide anyway.",
  },
  not_assigned: {
    status: 409,
    title: "Somebody else is asked about this token",
    mend: "Assign it to yourself first; the review keeps who was asked.",
  },
  confirmation_mismatch: {
    status: 409,
    title: "The confirmation does not match",
    mend: "Type exactly what the dialog asks for.",
  },
  last_administrator: {
    status: 409,
    title: "The account would have no administrator",
    mend: "Make somebody else an administrator first.",
  },
  own_user: {
    status: 409,
    title: "Nobody does this to themselves",
    mend: "Ask another administrator of the account.",
  },
  link_invalid: {
    status: 410,
    title: "This link does not work any more",
    mend: "Links work once and expire. Ask for a new one.",
  },
  database_unavailable: {
    status: 503,
    title: "The database does not answer",
    mend: "Try again in a moment; look first whether a change that was under way has been made.",
  },
  api_unavailable: {
    status: 503,
    title: "The HTTP API does not answer",
    mend: "Try again in a moment. If it stays, the operator should look at the API's process.",
  },
  internal: {
    status: 500,
    title: "Something went wrong on our side",
    mend: "Try again; if it stays, tell the operator the request id.",
  },
  missing: { status: 401, title: "No token was sent", mend: "Send the token in the Authorization header." },
  malformed: { status: 401, title: "The token is not valid", mend: "Check that the whole token was copied." },
  unknown: { status: 401, title: "The token is not valid", mend: "Check the token, or generate a new one." },
  revoked: {
    status: 401,
    title: "The token is not valid",
    mend: "It was rotated or revoked. Use the present one.",
  },
  disabled: {
    status: 401,
    title: "The token is not valid",
    mend: "It is disabled. An administrator can enable it.",
  },
  expired: { status: 401, title: "The token is not valid", mend: "It has expired. Generate a new one." },
  not_yet_valid: {
    status: 401,
    title: "The token is not valid",
    mend: "It is not valid yet. Wait until its start.",
  },
  wrong_scheme: {
    status: 401,
    title: "The token was sent with the wrong scheme",
    mend: "Impersonation tokens go as Authorization: Impersonation, all others as Authorization: Bearer.",
  },
  owner_inactive: { status: 401, title: "The token is not valid", mend: "The user it acts as is inactive." },
  ip_not_allowed: {
    status: 403,
    title: "Not allowed from this address",
    mend: "Call from an address on the token's allow-list.",
  },
  organization_required: {
    status: 400,
    title: "Name an organization",
    mend: "Add _oid with the organization's id.",
  },
  rate_limited: { status: 429, title: "Request limit exceeded", mend: "Wait as long as Retry-After says." },
  quota_exceeded: {
    status: 429,
    title: "The daily quota is used up",
    mend: "Wait until midnight UTC, or ask for more licensed assets.",
  },
  gateway_unauthenticated: {
    status: 401,
    title: "The caller is not a gateway",
    mend: "Send the gateway token as Authorization: Bearer, or in X-Keydesk-Gateway.",
  },
  metrics_unauthenticated: {
    status: 401,
    title: "Metrics are not for everybody",
    mend: "Send KEYDESK_METRICS_TOKEN as Authorization: Bearer; where none is set, ask from the API's own machine.",
  },
  invalid_request: {
    status: 400,
    title: "The request cannot be read",
    mend: "Send one token, in the Authorization header, never in the address; and each parameter once.",
  },
  invalid_token: {
    status: 401,
    title: "The token is not valid",
    mend: "It is wrong, has expired, is disabled or was revoked. Check the Authorization header, or generate a new token.",
  },
  insufficient_scope: {
    status: 403,
    title: "The token is valid but does not have the permission",
    mend: "Use a token whose permissions cover what the request asks for.",
  },
  overloaded: {
    status: 503,
    title: "Too many verifications are waiting",
    mend: "Try again as Retry-After says.",
  },
  export_not_whole: {
    status: 409,
    title: "The export has no manifest",
    mend: "A manifest is there when the export has come to its end. Wait for it, or export again where it was cancelled or broke off.",
  },
  exports_busy: {
    status: 503,
    title: "Too many exports are running",
    mend: "Try again as Retry-After says, or when one of yours has ended.",
  },
  not_ready: {
    status: 503,
    title: "Keydesk is not ready",
    mend: "Wait until the database answers and is at the version of this Keydesk.",
  },
} as const;

export type ErrorCode = keyof typeof errorCodes;
