import type { Changed } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";
import { setClientEnabled } from "@/services/api-clients/set-enabled";
import type { Context } from "@/services/kernel/context";

/**
 * Refuses an API client and all tokens that it obtained, from the next request on (verdict `disabled`), until it is enabled.
 * Refuses: invalid_input, forbidden, not_found.
 */
export async function disableApiClient(context: Context, input: unknown): Promise<Result<Changed>> {
  return setClientEnabled(context, input, false);
}
