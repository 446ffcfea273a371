import { attemptWords } from "@/domain/audit/attempt-words";

/**
 * Every action that the audit trail knows, with its sentence. `{actor}` and `{target}` are names; `{x}` is `details.x`.
 * A part in `[…]` is left out when one of its placeholders is missing or empty.
 */
export const auditActions = {
  "deployment.set_up": "{actor} set up this Keydesk",
  "account.create": "{actor} created the account {target}",
  "account.edit": "{actor} changed {changed} of the account {target}",
  "account.change_limits": "{actor} changed plan or limits of {target}",
  "session.sign_in": "{actor} signed in[ with {secondStep}]",
  "session.ask_second_step": "{actor} gave the right password and was asked for the second step",
  "session.sign_in_failed": "Sign-in as {actor} was refused[: {reason}]",
  "session.sign_out": "{actor} signed out",
  "session.end": "{actor} ended a session[ of {owner}]",
  "session.end_all": "{actor} ended all {count} other sessions",
  "session.switch_account": "{actor} switched to {target}",
  "session.reauthenticate": "{actor} confirmed the password",
  "session.reauthenticate_failed": "{actor} entered a wrong password when asked to confirm it",
  "session.confirm_code": "{actor} confirmed who they are with {secondStep}",
  "session.confirm_code_failed": "{actor} could not confirm who they are[: {reason}]",
  "second_factor.begin": "{actor} began to add the {kind} {name}",
  "second_factor.add":
    "{actor} added the {kind} {name} as a second factor[ and ended {sessions} other sessions]",
  "second_factor.remove": "{actor} removed the {kind} {name} as a second factor",
  "second_factor.renew_codes": "{actor} made new recovery codes",
  "password.change": "{actor} changed the password",
  "password.reset": "{actor} set a new password with a reset link",
  "token.create": "{actor} generated {target}[, acting as {actsAs}]",
  "token.rotate": "{actor} rotated {target}[; the old secret works until {graceUntil}]",
  "token.finish_rotation": "{actor} ended the old secret of {target}",
  "token.extend_rotation": "{actor} let the old secret of {target} work until {graceUntil}",
  "token.edit": "{actor} changed {changed} of {target}",
  "token.enable": "{actor} enabled {target}",
  "token.disable": "{actor} disabled {target}",
  "token.delete": "{actor} deleted {target}",
  "token.revoke_all": "{actor} revoked {count} tokens[, {ofClients} of them obtained by API clients]",
  "token.export": "{actor} began to export {count} tokens[ as {format}]",
  "token.reveal": "{actor} looked at the secret of {target}",
  "token.secret_copied": "{actor} copied the secret of {target}",
  "token.make_default": "{actor} made {target} the default key of {organization}",
  "token.seed": "{actor} filled the account with {count} made-up tokens",
  "token.issue": "{actor} obtained a token[ that works until {expiresAt}]",
  "token.revoke": "{actor} revoked {target}",
  "api_client.create": "{actor} created the API client {target}",
  "api_client.edit": "{actor} changed {changed} of the API client {target}",
  "api_client.enable": "{actor} enabled the API client {target}",
  "api_client.disable": "{actor} disabled the API client {target}",
  "api_client.rotate":
    "{actor} gave the API client {target} a new secret[ and revoked {tokens} of its tokens]",
  "api_client.delete": "{actor} deleted the API client {target}[ and revoked {tokens} of its tokens]",
  "api_client.authentication_failed": "{actor} was refused as an API client[: {reason}]",
  "organization.create": "{actor} created the organization {target}",
  "organization.edit": "{actor} changed {changed} of the organization {target}",
  "organization.delete": "{actor} deleted the organization {target} and revoked its {tokens} tokens",
  "user.invite": "{actor} invited {target} as {role}",
  "user.cancel_invitation": "{actor} cancelled the invitation of {target}",
  "user.join": "{actor} joined as {role}",
  "user.change_role": "{actor} changed the role of {target} from {before} to {after}",
  "user.change_permissions": "{actor} changed the permissions of {target}",
  "user.disable": "{actor} disabled {target} and ended {sessions} sessions",
  "user.enable": "{actor} enabled {target}",
  "user.remove": "{actor} removed {target} from the account, with {tokens} tokens and {sessions} sessions",
  "user.end_sessions": "{actor} ended {count} sessions of {target}",
  "user.reset_second_factors": "{actor} removed the second factors of {target} and ended {sessions} sessions",
  "user.reset_link": "{actor} made a password reset link for {target}",
  "template_user.create": "{actor} created the template user {target}",
  "template_user.edit": "{actor} changed {changed} of the template user {target}",
  "gateway.create": "{actor} added the gateway {target}",
  "gateway.download": "{actor} downloaded the gateway {target}",
  "gateway.renew": "{actor} gave the gateway {target} a new token",
  "gateway.delete": "{actor} removed the gateway {target}",
  "review.start": "{actor} started the review {target} of {count} tokens",
  "review.decide": "{actor} decided to {decision} {target} in the review {review}[: {reason}]",
  "review.reopen": "{actor} took back the decision about {target} in the review {review}",
  "review.reassign": "{actor} assigned {count} tokens of the review {target} to {reviewer}",
  "review.remind": "{actor} reminded {reviewers} of the review {target}",
  "review.carry_out":
    "{actor} carried out decisions of the review {target}[: {disabled} disabled, {revoked} revoked]",
  "review.sign_off":
    "{actor} signed the review {target}[: {keep} kept, {disable} disabled, {revoke} revoked]",
  "review.cancel": "{actor} cancelled the review {target}[: {reason}]",
  "review.export": "{actor} began to export {count} tokens of a review[ as {format}]",
  "audit.export": "{actor} began to export {count} audit events[ as {format}]",
  "usage.export": "{actor} began to export {count} rows of usage[ as {format}]",
  "export.read":
    "{actor} began to export {what} of {target}: {count} rows as {format}[; {readings} readings before it had {rows} rows]",
  "export.follow": "{actor} read on in the trail of {organization}: {readings} more readings had {rows} rows",
  "export.finish": "{actor} got the whole of {target}: {rows} rows",
  "export.cancel": "The export {target} of {actor} was cancelled after {rows} rows[: {reason}]",
  "export.fail": "The export {target} of {actor} broke off after {rows} rows[: {reason}]",
  "saved_view.save": "{actor} saved the view {target} of {page}[ {reach}]",
  "saved_view.delete": "{actor} deleted the view {target} of {page}",
  "policy.change": "{actor} changed {changed} in the token policy",
  "sign_in_policy.change": "{actor} made the second step {rule} for people of this account",
  "retention.change": "{actor} set how long audit events are kept from {was} to {term}",
  "retention.drop": "{actor} dropped the contents of audit events #{from} to #{through}, kept for {term}",
  "legal_hold.set": "{actor} placed a legal hold on the audit trail: {reason}",
  "legal_hold.lift": "{actor} lifted the legal hold on the audit trail[, which was: {reason}]",
  "audit_key.rotate": "{actor} replaced the key that signs the audit log[: {reason}]",
  "access.refused": "{actor} was not allowed to {attempted}",
} as const;

export type AuditAction = keyof typeof auditActions;

/** All action names. */
export const auditActionNames = Object.keys(auditActions) as readonly AuditAction[];

export type AuditSentenceFacts = {
  readonly action: string;
  readonly actorName: string;
  readonly targetName: string | null;
  readonly details: Readonly<Record<string, unknown>>;
};

/** A piece of a sentence; names are emphasised by pages. */
export type SentencePart = { readonly text: string; readonly name: boolean };

/** The sentence of an event in parts. An action that this version does not know is shown by its name. */
export function auditSentence(event: AuditSentenceFacts): SentencePart[] {
  return fill((auditActions as Record<string, string>)[event.action], event);
}

/** The same where it is plain which token is meant, such as on its own page: "rotated it", "changed its notes". */
export function auditSentenceOfIt(event: Omit<AuditSentenceFacts, "targetName">): SentencePart[] {
  const template = (auditActions as Record<string, string>)[event.action];
  const { changed } = event.details;
  return fill(
    template
      ?.replace("{changed} of {target}", "{changed}")
      .replace(/\bthe ([a-z ]+) of \{target\}/, "its $1")
      .replace("{target}", "it"),
    {
      ...event,
      targetName: null,
      details: Array.isArray(changed)
        ? { ...event.details, changed: changed.map((part) => String(part).replace(/^the /, "its ")) }
        : event.details,
    },
  );
}

function fill(template: string | undefined, event: AuditSentenceFacts): SentencePart[] {
  if (template === undefined) return [{ text: `${event.actorName}: ${event.action}`, name: false }];
  const lookUp = (key: string): string => {
    if (key === "actor") return event.actorName;
    if (key === "target") return event.targetName ?? "";
    const value = event.details[key];
    if (key === "attempted" && typeof value === "string") return attemptWords(value);
    return Array.isArray(value)
      ? value.join(", ")
      : value === undefined || value === null
        ? ""
        : String(value);
  };
  const kept = template.replace(/\[([^\]]*)\]/g, (_, part: string) =>
    [...part.matchAll(/\{(\w+)\}/g)].every((m) => lookUp(m[1]!) !== "") ? part : "",
  );
  return kept
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const key = /^\{(\w+)\}$/.exec(piece)?.[1];
      return key === undefined
        ? { text: piece, name: false }
        : { text: lookUp(key), name: key === "actor" || key === "target" };
    });
}
