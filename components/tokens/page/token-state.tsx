import { formatMinute, formatRelative } from "@/components/ui/format-time";
import { Status } from "@/components/ui/status";
import { plansWith } from "@/domain/access/plans";
import type { TokenSummary } from "@/domain/tokens/token-views";

/** The status with its reason in words. */
export function TokenState({ token, now }: { token: TokenSummary; now: Date }) {
  if (token.deletedAt)
    return (
      <Status tone="neutral">
        Deleted {formatRelative(token.deletedAt, now)}
        {token.deletedByName ? ` by ${token.deletedByName}` : ""}: its secrets are destroyed
      </Status>
    );
  if (token.disabledAt)
    return (
      <Status tone="neutral">
        Disabled {formatRelative(token.disabledAt, now)}: calls with it are refused
      </Status>
    );
  if (token.expiresAt && token.expiresAt <= now)
    return (
      <Status tone="bad">Expired {formatRelative(token.expiresAt, now)}: calls with it are refused</Status>
    );
  if (token.notBefore && token.notBefore > now)
    return <Status tone="warn">Not valid before {formatMinute(token.notBefore)}</Status>;
  if (token.actsAsActive === false)
    return <Status tone="bad">{token.actsAsName} is inactive: calls with it are refused</Status>;
  if (token.planNeeded)
    return (
      <Status tone="bad">
        The account’s plan does not include it: calls with it are refused until it is{" "}
        {plansWith(token.planNeeded)}
      </Status>
    );
  return <Status tone="ok">Active</Status>;
}
