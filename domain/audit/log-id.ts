/** The log of events that belong to no account, such as an unknown address at sign-in. */
export const deploymentLogId = "00000000-0000-0000-0000-000000000000";

/** The log that an event of an account (null: of the deployment) has its place in. The trigger on AuditEvent says the same. */
export function logIdOf(accountId: string | null): string {
  return accountId ?? deploymentLogId;
}
