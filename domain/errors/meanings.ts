import type { ErrorCode } from "@/domain/errors/codes";

/** What each code says happened, for its page under /docs/errors; how to mend it stands in the table of codes. */
export const errorMeanings: Readonly<Record<ErrorCode, string>> = {
  invalid_input:
    "The request was read, but a field or parameter holds something that it may not hold, or is not known. `fields` names each with what is wrong.",
  malformed_json:
    "The body is empty, is not JSON, holds the same member twice, or is not as long as Content-Length promised.",
  unsupported_media_type: "The body has another type than the one that this address reads.",
  body_too_large: "The body is larger than this address reads. Nothing of it was used.",
  malformed_request: "The desk was sent something that none of its pages sends.",
  foreign_origin:
    "A page of another site made the browser send this to the desk. The desk takes forms from its own pages only.",
  request_timeout: "The request had not arrived whole when its time was up.",
  method_not_allowed: "The address exists, but not for this method.",
  not_found:
    "There is nothing at this address, or nothing with this id that you can reach. What belongs to another account or organization is answered in the same way.",
  unauthenticated: "The session has ended, or there was none.",
  invalid_credentials:
    "No person with this e-mail address has this password. Which of the two is wrong is not said.",
  second_step_required:
    "The password alone is not enough: this person has a second factor, which has to be given too.",
  second_factor_needed:
    "The account requires a second step at the sign-in of its people. Until a person has a second factor, they can add one, change the password, see and end their sessions, sign out and go to another account, and nothing else; and nobody who requires it of others goes without. Tokens are not affected.",
  second_step_over:
    "The second step of a sign-in must come within ten minutes of the password, once, and while the password stays the same.",
  too_many_attempts:
    "There were too many failed attempts in a short time. Nothing is looked at until it is over.",
  reauthentication_required:
    "What was asked needs a password, or the second factor of who has one, that was confirmed in the last 10 minutes, so that an unattended screen gives nothing away.",
  forbidden:
    "The role that the person has in this account does not include this; or, told to a gateway, the token does not have the permission.",
  person_required:
    "People confirm their password for this. A token that acts as a person cannot, so it may not do it: whoever stole it could make others.",
  stronger_token:
    "A token may hand out only what it can do itself: this one would reach further, last longer or work from more addresses.",
  plan_required: "The type of token or the function belongs to a higher plan than the account has now.",
  cap_reached: "There are as many as the account or the organization may have.",
  expiry_beyond_policy:
    "The account's administrators have set a longest life of tokens. Tokens that are made, and expiries that are set, must end within it; without an expiry none is made. Tokens that were there before keep theirs.",
  grace_beyond_policy:
    "The account's administrators have set for how long at most the old secret of a rotation may go on working. Rotating at once is always possible.",
  display_forbidden:
    "API keys can be kept from being shown and copied again, by the account's administrators. They work, and sign JWTs, all the same.",
  already_exists: "There is one of this name, or one where only one may be.",
  duplicate_request: "The same form was sent before, and was carried out. Nothing was made twice.",
  idempotency_key_reused:
    "An earlier request with this Idempotency-Key had another address, method or body. Nothing was done.",
  request_in_progress: "A request with this Idempotency-Key is being carried out at this moment.",
  other_account:
    "A browser works in one account at a time, for all its tabs. A tab that still shows the account before, or another person's desk, changes nothing in the present one.",
  conflict: "Somebody changed the same thing between your reading and your writing. Nothing was changed.",
  change_under_way:
    "Keydesk waited eight seconds for another change that holds what this one needs, and gave up. A revocation of all tokens, the removal of a user or of an organization with very many tokens takes minutes, and nothing of it is seen before its end: then the token is gone, or all is as before.",
  token_deleted: "The token was deleted or revoked; its secrets are destroyed for good.",
  token_enabled:
    "A token of this type can be deleted only after it was disabled, so that nothing breaks by surprise.",
  not_revealable: "Of this token only a digest is kept, from which nobody can compute the secret.",
  not_rotating: "The token has one secret only: there is no old one to end or to extend.",
  review_ended:
    "The access review was signed or cancelled. What was decided in it is evidence now: nothing in it changes, whoever asks.",
  review_incomplete:
    "A signature says what was done. Somebody still has to decide about a token, or to carry a decision out.",
  review_item_done:
    "The token was disabled or revoked as decided. The review keeps that decision; only the token itself can be changed further.",
  decided_meanwhile:
    "Another reviewer decided about at least one of the tokens after you looked at it. Nothing is overwritten that you have not seen.",
  not_assigned:
    "Another reviewer is asked about at least one of the tokens. Taking them over is a step of its own, so that the review shows it.",
  confirmation_mismatch:
    "What was typed is not the name or number that the dialog asked for. Nothing was done.",
  last_administrator: "Without this person nobody could manage the account.",
  own_user: "Who removes themselves by mistake could not undo it.",
  link_invalid: "The link was used, has expired, was cancelled, or was not copied whole.",
  database_unavailable:
    "Keydesk could not read or write. It never lets a token through on what it remembers: without its database it says so.",
  api_unavailable: "The desk runs, but the process behind the HTTP API did not answer it.",
  internal: "An unexpected failure. What it was stands in the log, under the request id.",
  missing: "The request carries no token at all.",
  malformed:
    "What was sent is not a token: its form or its checksum is wrong. A typing error and a cut-off copy end here.",
  unknown: "The token is well formed, but no token of this Keydesk has this value.",
  revoked: "The token was deleted or revoked, or this is its value from before a rotation.",
  disabled: "The token was switched off and can be switched on again.",
  expired: "The token's time is over.",
  not_yet_valid: "The token's time has not begun.",
  wrong_scheme: "The word before the token in the Authorization header is not the one of its type.",
  owner_inactive:
    "The user that the token acts as has left or was disabled, or its organization or account is closed.",
  ip_not_allowed: "The token works from certain addresses only, and the request came from another one.",
  organization_required:
    "The call works in one organization, and the token belongs to none: it belongs to the account.",
  rate_limited:
    "Too many requests in the last minute by the account, or in the last five minutes from this address.",
  quota_exceeded: "The account has made as many calls today as it has licensed assets.",
  metrics_unauthenticated:
    "Whoever reads the metrics sees how much is verified and refused. They are given to who sends the metrics token, or, where none is set, to the API's own machine.",
  gateway_unauthenticated:
    "Only registered gateways may ask about tokens, and the request carries no gateway token that is good now.",
  invalid_request:
    "Two tokens, a token in the address, a parameter that stands there twice, or a value that cannot be read. The request is refused before anything is looked up.",
  invalid_token:
    "The token was not accepted. Which reason it was is told to gateways and to the audit trail, not to whoever presents it.",
  insufficient_scope:
    "The token is good, but its type or its permissions do not cover this, or the organization is not one that it reaches.",
  overloaded: "More verifications arrived than can be answered in time. This one was not looked at.",
  export_not_whole:
    "The manifest of an export was asked for that runs still, was cancelled, or broke off. Only a file that came to its end has one.",
  exports_busy:
    "The account, or this Keydesk as a whole, has as many exports under way as it may have at once.",
  not_ready: "The process runs, but cannot answer yet: `detail` says what it waits for.",
};
