import type { ApiClientView } from "@/domain/access/api-client-views";
import { done, type Result } from "@/domain/result";
import { loadClientViews } from "@/services/api-clients/client-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** The account's API clients, newest first. Refuses: unauthenticated, forbidden. */
export async function listApiClients(context: Context): Promise<Result<ApiClientView[]>> {
  return read(context, "api_client.view", async ({ accountId, now }) =>
    done(await loadClientViews(context.db, accountId, now)),
  );
}
