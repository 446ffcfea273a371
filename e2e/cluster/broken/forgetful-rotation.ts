import { replaceSecret as reallyReplaceSecret } from "@/services/tokens/replace-secret";

// All but what stands here itself.
export * from "@/services/tokens/replace-secret";

/** The real rotation; where the old secret should end now, it goes on for an hour. */
export const replaceSecret: typeof reallyReplaceSecret = (
  context,
  work,
  token,
  currentSecretId,
  graceUntil,
) =>
  reallyReplaceSecret(
    context,
    work,
    token,
    currentSecretId,
    graceUntil ?? new Date(work.now.getTime() + 3_600_000),
  );
