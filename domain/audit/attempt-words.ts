const nouns: Readonly<Record<string, string>> = {
  overview: "the overview",
  api_key: "API keys",
  api_client: "API clients",
  audit: "the audit trail",
  saved_view: "views",
  usage: "usage",
  account: "the account",
  retention: "the retention",
  policy: "the token policy",
  sign_in_policy: "the sign-in policy",
  legal_hold: "a legal hold",
};

/** Verbs of which the noun is not the object. */
const verbs: Readonly<Record<string, string>> = {
  revoke_all: "revoke all",
  finish_rotation: "finish rotations of",
  extend_rotation: "extend rotations of",
  record_copy: "copy secrets of",
  make_default: "make defaults of",
  change_role: "change roles of",
  change_permissions: "change permissions of",
  change_limits: "change plan and limits of",
  reset_link: "make reset links for",
  end_sessions: "end sessions of",
  cancel_invitation: "cancel invitations of",
  revoke_token: "revoke tokens of",
  switch_account: "switch accounts in",
};

/** What somebody tried, from the name of the action: "token.rotate" → "rotate tokens". What is no such name is left as it is. */
export function attemptWords(action: string): string {
  const [, noun, verb] = /^([a-z_]+)\.([a-z_]+)$/.exec(action) ?? [];
  if (noun === undefined || verb === undefined) return action;
  const object = nouns[noun] ?? `${noun.replaceAll("_", " ")}s`;
  return `${verbs[verb] ?? verb.replaceAll("_", " ")} ${object}`;
}
