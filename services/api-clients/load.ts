import type { ApiClientView } from "@/domain/access/api-client-views";
import { done, type Result } from "@/domain/result";
import { apiClientIdInput } from "@/services/api-clients/client-fields";
import { loadClientViews } from "@/services/api-clients/client-views";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

/** One API client. Refuses: invalid_input, forbidden, not_found (also for another account's and a deleted one). */
export async function loadApiClient(context: Context, input: unknown): Promise<Result<ApiClientView>> {
  const parsed = parseInput(apiClientIdInput, input);
  if (!parsed.ok) return parsed;
  return read(context, "api_client.view", async ({ accountId, now }): Promise<Result<ApiClientView>> => {
    const [view] = await loadClientViews(context.db, accountId, now, parsed.value.apiClientId);
    return view === undefined ? refuseWith("not_found", "There is no such API client.") : done(view);
  });
}
