/**
 * What the migrations make by hand because schema.prisma cannot say it: CHECKs, partial, expression and trigram
 * indexes, triggers and their functions. The drift check holds that each exists and that nothing else does.
 */
export const handWrittenObjects: readonly string[] = [
  "check Account_limits_positive",
  "check Account_name_length",
  "check Organization_key_cap",
  "check Organization_name_length",
  "check TokenSecret_digest_length",
  "check TokenSecret_retires_after_creation",
  "check Token_acts_as",
  "check Token_belongs_to",
  "check Token_expires_after_creation",
  "check Token_name_length",
  "check Token_notes_length",
  "check User_kind",
  "constraint Organization_id_account",
  "foreign key Token_acts_as_account",
  "foreign key Token_organization_account",
  "function keydesk_append_only",
  "function keydesk_secret_guard",
  "function keydesk_token_guard",
  "index Organization_id_account",
  "index Organization_live_name",
  "index TokenSecret_one_current",
  "index TokenSecret_one_retiring",
  "index Token_one_live_per_organization",
  "trigger AuditEvent_append_only",
  "trigger AuditEvent_no_truncate",
  "trigger TokenSecret_guard",
  "trigger Token_guard",
];
