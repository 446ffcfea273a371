import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { apiClientIdInput, clientFields } from "@/services/api-clients/client-fields";
import { clientTarget, lockClient } from "@/services/api-clients/lock-client";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const editInput = apiClientIdInput.extend({
  name: clientFields.name.optional(),
  notes: clientFields.notes.optional(),
});

/** How sentences of the audit trail call the fields. */
const fieldNames = { name: "the name", notes: "the notes" } as const;

/** Changes name or notes of an API client, and nothing else. Refuses: invalid_input, forbidden, not_found. */
export async function editApiClient(context: Context, input: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(editInput, input);
  if (!parsed.ok) return parsed;
  const { apiClientId, ...wanted } = parsed.value;
  return act(context, "api_client.edit", async (work): Promise<Result<Changed>> => {
    const before = await lockClient(work, apiClientId);
    if (before === null) return refuseWith("not_found", "There is no such API client.");
    const after = { name: wanted.name ?? before.name, notes: wanted.notes ?? before.notes };
    const changed = (["name", "notes"] as const).filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return done({ id: before.id, changed: false });
    await work.tx.apiClient.update({
      where: { id: before.id, accountId: work.accountId },
      data: { ...after, updatedAt: work.now },
    });
    await work.audit({
      action: "api_client.edit",
      target: clientTarget(before),
      details: {
        changed: changed.map((field) => fieldNames[field]),
        before: Object.fromEntries(changed.map((field) => [field, before[field]])),
        after: Object.fromEntries(changed.map((field) => [field, after[field]])),
      },
    });
    return done({ id: before.id, changed: true });
  });
}
