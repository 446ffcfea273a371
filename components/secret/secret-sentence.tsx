import type { NewSecret } from "@/components/secret/new-secret";
import { formatDay, formatMinute } from "@/components/ui/format-time";

/** "Nightly sync acts as svc-reporting until 3 Jun 2026. You can't see the secret again after you close this." */
export function SecretSentence({ secret }: { secret: NewSecret }) {
  return (
    <>
      <strong className="wrap-anywhere font-semibold text-ink">{secret.name}</strong>
      {secret.actsAs ? ` acts as ${secret.actsAs}` : " works"}
      {secret.expiresAt ? ` until ${formatDay(secret.expiresAt)}` : " until you revoke it"}.
      {secret.graceUntil ? ` Its old secret works until ${formatMinute(secret.graceUntil)}.` : ""}{" "}
      {secret.shownOnce
        ? "You can’t see the secret again after you close this."
        : "Administrators can look at it again under General › API keys."}
    </>
  );
}
