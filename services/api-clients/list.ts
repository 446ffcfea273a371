import { z } from "zod";
import type { ApiClientView } from "@/domain/access/api-client-views";
import { done, type Result } from "@/domain/result";
import { loadClientViews } from "@/services/api-clients/client-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { type CursorPage, cutPage, isAfter, pageByCursor } from "@/services/kernel/cursor";
import { parseInput } from "@/services/kernel/parse";

/** The account's API clients, newest first. Refuses: unauthenticated, forbidden. */
export async function listApiClients(context: Context): Promise<Result<ApiClientView[]>> {
  return read(context, "api_client.view", async ({ accountId, now }) =>
    done(await loadClientViews(context.db, accountId, now)),
  );
}

/** The same for programs, behind a cursor. Refuses: invalid_input, insufficient_scope, forbidden. */
export async function pageApiClients(
  context: Context,
  input: unknown,
): Promise<Result<CursorPage<ApiClientView>>> {
  const parsed = parseInput(z.object(pageByCursor), input);
  if (!parsed.ok) return parsed;
  const { limit, cursor } = parsed.value;
  const all = await listApiClients(context);
  if (!all.ok) return all;
  // An account has few (domain/oauth/client-bounds): they are read at once and cut here.
  const rest = all.value.filter(({ createdAt, id }) => !cursor || isAfter(cursor, { at: createdAt, id }));
  return done(cutPage(rest, limit, ({ createdAt, id }) => ({ at: createdAt, id })));
}
