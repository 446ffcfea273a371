import { closeFollowed } from "@/services/upkeep/close-followed";
import { copyTokenFacts } from "@/services/upkeep/copy-token-facts";
import { dropAuditEvents } from "@/services/upkeep/drop-audit-events";
import { endLostExports } from "@/services/upkeep/end-lost-exports";
import { endRetiredSecrets } from "@/services/upkeep/end-retired-secrets";
import { forgetAttempts } from "@/services/upkeep/forget-attempts";
import { forgetClientTokens } from "@/services/upkeep/forget-client-tokens";
import { forgetContextChanges } from "@/services/upkeep/forget-context-changes";
import { forgetExports } from "@/services/upkeep/forget-exports";
import { forgetIdempotencyKeys } from "@/services/upkeep/forget-idempotency-keys";
import { forgetKeyChallenges } from "@/services/upkeep/forget-key-challenges";
import { forgetLinks } from "@/services/upkeep/forget-links";
import { forgetNodes } from "@/services/upkeep/forget-nodes";
import { forgetPendingSignIns } from "@/services/upkeep/forget-pending-sign-ins";
import { forgetSessions } from "@/services/upkeep/forget-sessions";
import { forgetUnconfirmedFactors } from "@/services/upkeep/forget-unconfirmed-factors";
import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/** All that is cleaned up, or has come to its end. A table that grows by itself gets its line here, unless its own writer keeps it small. */
export const upkeepTasks: readonly UpkeepTask[] = [
  forgetSessions,
  forgetPendingSignIns,
  forgetUnconfirmedFactors,
  forgetKeyChallenges,
  forgetLinks,
  forgetAttempts,
  forgetIdempotencyKeys,
  forgetClientTokens,
  forgetNodes,
  forgetContextChanges,
  endRetiredSecrets,
  endLostExports,
  closeFollowed,
  forgetExports,
  dropAuditEvents,
  copyTokenFacts,
];
