import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { displayToken } from "@/domain/tokens/display";
import type { TokenSecretView } from "@/domain/tokens/token-views";

/** The token's secrets over time, newest first. */
export function SecretsSection({ secrets, now }: { secrets: readonly TokenSecretView[]; now: Date }) {
  return (
    <Section title="Secrets">
      <ul className="grid gap-2.5">
        {secrets.map((secret) => (
          <li key={secret.id} className="grid gap-0.5 text-sm">
            <span className="flex flex-wrap items-center gap-x-2">
              <code className="font-mono">{displayToken(secret.prefix, secret.last4)}</code>
              <SecretState secret={secret} now={now} />
            </span>
            <span className="text-muted">
              Made <RelativeTime at={secret.createdAt} now={now} />
              {secret.lastUsedAt ? (
                <>
                  , last used <RelativeTime at={secret.lastUsedAt} now={now} />
                </>
              ) : (
                ", never used"
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SecretState({ secret, now }: { secret: TokenSecretView; now: Date }) {
  if (secret.state === "current") return <Status tone="ok">current</Status>;
  if (secret.state === "retiring")
    return (
      <Status tone="warn">
        ends <RelativeTime at={secret.retiresAt} now={now} />
      </Status>
    );
  return (
    <Status tone="neutral">
      ended <RelativeTime at={secret.destroyedAt ?? secret.retiresAt} now={now} />
    </Status>
  );
}
