import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { peopleFields } from "@/domain/access/people-fields";
import { done, type Result } from "@/domain/result";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { claimTemplateName } from "@/services/users/template-name";

const input = z.object({
  name: peopleFields.personName,
  permissions: peopleFields.permissions.default([]),
});

/**
 * Makes a template user: it never signs in and exists to be impersonated by tokens (Zorus, "API template user").
 * Refuses: invalid_input, forbidden, reauthentication_required, already_exists (its name, in this account).
 */
export async function createTemplateUser(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ id: string }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { name, permissions } = parsed.value;
  return act(context, "template_user.create", async ({ tx, accountId, now, audit }) => {
    const claimed = await claimTemplateName(tx, accountId, name, null);
    if (!claimed.ok) return claimed;
    const id = uuidv7();
    await tx.user.create({
      data: {
        id,
        kind: "template",
        name,
        createdAt: now,
        memberships: { create: { accountId, role: "member", permissions, createdAt: now } },
      },
    });
    await audit({
      action: "template_user.create",
      target: { kind: "template_user", id, name },
      details: { permissions },
    });
    return done({ id });
  });
}
