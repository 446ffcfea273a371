/**
 * Role × action, once (design §1, §3). Pages ask it what to show, services ask it again what to allow.
 * `reauth`: needs a password not older than 10 minutes. `own`: allowed on what belongs to the actor itself.
 */
export const roles = ["administrator", "auditor", "member"] as const;
export type Role = (typeof roles)[number];

type ActionRule = {
  readonly roles: readonly Role[];
  readonly reauth?: true;
  /** Operators of the deployment may do it in every account. */
  readonly operator?: true;
  /** Only operators may do it, whatever their role. */
  readonly operatorOnly?: true;
  /** Open to who owes a second factor, too: it leads to one, or out of the account that requires it. */
  readonly leadsOut?: true;
};

const administrator = ["administrator"] as const;
const readers = ["administrator", "auditor"] as const;
const everyone = ["administrator", "auditor", "member"] as const;
const people = ["administrator", "member"] as const;

export const actions = {
  "overview.view": { roles: readers },
  "token.view": { roles: readers },
  "token.create": { roles: administrator, reauth: true },
  "token.rotate": { roles: administrator, reauth: true },
  "token.finish_rotation": { roles: administrator },
  "token.extend_rotation": { roles: administrator },
  "token.edit": { roles: administrator },
  "token.enable": { roles: administrator },
  "token.disable": { roles: administrator },
  "token.delete": { roles: administrator },
  "token.revoke_all": { roles: administrator, reauth: true },
  "token.export": { roles: readers, reauth: true },
  "token.reveal": { roles: administrator, reauth: true },
  "token.record_copy": { roles: everyone },
  "token.make_default": { roles: administrator },
  "api_key.view": { roles: administrator },
  "personal_token.view": { roles: everyone },
  "personal_token.create": { roles: people, reauth: true },
  "personal_token.edit": { roles: people },
  "personal_token.revoke": { roles: everyone },
  "personal_token.revoke_all": { roles: everyone, reauth: true },
  "organization.view": { roles: readers },
  "organization.create": { roles: administrator },
  "organization.edit": { roles: administrator },
  "organization.delete": { roles: administrator, reauth: true },
  "api_client.view": { roles: readers },
  "api_client.create": { roles: administrator, reauth: true },
  "api_client.edit": { roles: administrator },
  "api_client.enable": { roles: administrator },
  "api_client.disable": { roles: administrator },
  "api_client.rotate": { roles: administrator, reauth: true },
  "api_client.delete": { roles: administrator },
  "api_client.revoke_token": { roles: administrator },
  // OAuth's own: an API client obtains tokens; it and gateways revoke what they hold. People have other verbs.
  "token.issue": { roles: [] },
  "token.revoke": { roles: [] },
  "user.view": { roles: readers },
  "user.invite": { roles: administrator, reauth: true },
  "user.cancel_invitation": { roles: administrator },
  "user.change_role": { roles: administrator, reauth: true },
  "user.change_permissions": { roles: administrator, reauth: true },
  "user.reset_link": { roles: administrator, reauth: true },
  "user.reset_second_factors": { roles: administrator, reauth: true },
  "user.disable": { roles: administrator },
  "user.end_sessions": { roles: administrator },
  "user.enable": { roles: administrator, reauth: true },
  "user.remove": { roles: administrator, reauth: true },
  "template_user.create": { roles: administrator, reauth: true },
  "template_user.edit": { roles: administrator },
  "session.view": { roles: everyone, leadsOut: true },
  "session.end": { roles: everyone, leadsOut: true },
  "session.switch_account": { roles: everyone, leadsOut: true },
  "session.reauthenticate": { roles: everyone, leadsOut: true },
  "password.change": { roles: everyone, leadsOut: true },
  "second_factor.view": { roles: everyone, leadsOut: true },
  "second_factor.add": { roles: everyone, leadsOut: true },
  "second_factor.remove": { roles: everyone },
  "second_factor.renew_codes": { roles: everyone },
  "review.view": { roles: readers },
  "review.start": { roles: administrator },
  "review.decide": { roles: administrator },
  "review.reassign": { roles: administrator },
  "review.remind": { roles: administrator },
  "review.carry_out": { roles: administrator, reauth: true },
  "review.sign_off": { roles: readers, reauth: true },
  "review.cancel": { roles: administrator },
  "review.export": { roles: readers, reauth: true },
  "audit.view": { roles: readers },
  // Views are filters under a name: all that an auditor writes.
  "saved_view.view": { roles: readers },
  "saved_view.save": { roles: readers },
  "saved_view.delete": { roles: readers },
  "audit.export": { roles: readers, reauth: true },
  "usage.export": { roles: readers, reauth: true },
  // Their rows and manifests, and ending one that runs; programs read with export.read.
  "export.view": { roles: readers },
  "export.cancel": { roles: readers },
  "export.read": { roles: readers },
  // Programs fetch gateways ready-made; people add them.
  "gateway.download": { roles: [] },
  "gateway.view": { roles: [], operator: true, operatorOnly: true },
  "gateway.create": { roles: [], operator: true, operatorOnly: true, reauth: true },
  "gateway.renew": { roles: [], operator: true, operatorOnly: true, reauth: true },
  "gateway.delete": { roles: [], operator: true, operatorOnly: true },
  // Those that programs downloaded with tokens of an account are that account's to see and to remove.
  "downloaded_gateway.view": { roles: readers },
  "downloaded_gateway.delete": { roles: administrator },
  // On the command line alone: the key that signs the audit logs of every account.
  "audit_key.view": { roles: [] },
  "audit_key.rotate": { roles: [] },
  "account.view": { roles: readers },
  "account.edit": { roles: administrator },
  "retention.view": { roles: readers },
  "retention.change": { roles: administrator, reauth: true },
  "legal_hold.set": { roles: administrator, reauth: true },
  "legal_hold.lift": { roles: administrator, reauth: true },
  "policy.view": { roles: readers },
  "policy.change": { roles: administrator, reauth: true },
  "sign_in_policy.view": { roles: readers },
  "sign_in_policy.change": { roles: administrator, reauth: true },
  "account.change_limits": { roles: [], operator: true, operatorOnly: true, reauth: true },
} as const satisfies Record<string, ActionRule>;

export type Action = keyof typeof actions;

/** How long a proof of the password, or of the second factor, lasts, in seconds (design §5, screens). */
export const reauthenticationSecondsMax = 600;

/**
 * True when a proof is recent enough for what needs a fresh one. One from ahead, before the clock was set back, is as far away as it says:
 * it must not hold for hours.
 */
export function isFreshProof(provenAt: Date, now: Date): boolean {
  return Math.abs(now.getTime() - provenAt.getTime()) <= reauthenticationSecondsMax * 1000;
}

/** Who asks, as far as rights go. */
export type Rights = { readonly role: Role; readonly isOperator: boolean };

/** True when `rights` allow `action`; says nothing of re-authentication or of whose object it is. */
export function canDo(rights: Rights, action: Action): boolean {
  const rule: ActionRule = actions[action];
  if (rule.operatorOnly) return rights.isOperator;
  if (rule.operator && rights.isOperator) return true;
  return rule.roles.includes(rights.role);
}

/**
 * True when the account requires a second step, this person of it has no second factor, and `action` is none of those that lead to one or
 * out of there. It holds up people who are signed in, whatever their role; programs and the command line owe none.
 */
export function isHeldUp(person: { readonly owesSecondFactor: boolean }, action: Action): boolean {
  return person.owesSecondFactor && (actions[action] as ActionRule).leadsOut !== true;
}

/** True when `action` needs a fresh proof: of the password, or of the second factor by who has one. */
export function needsReauthentication(action: Action): boolean {
  return (actions[action] as ActionRule).reauth === true;
}
