import type { Changed } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";
import { setClientEnabled } from "@/services/api-clients/set-enabled";
import type { Context } from "@/services/kernel/context";

/**
 * Lets a disabled API client obtain tokens again, with the same secret; those that it has and that have not expired work again.
 * Refuses: invalid_input, forbidden, not_found, stronger_token (a token that ends, or works from some addresses only).
 */
export async function enableApiClient(context: Context, input: unknown): Promise<Result<Changed>> {
  return setClientEnabled(context, input, true);
}
