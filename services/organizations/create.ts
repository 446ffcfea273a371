import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { peopleFields } from "@/domain/access/people-fields";
import { done, type Result } from "@/domain/result";
import { newLocator } from "@/services/accounts/new-locator";
import { act, isUniqueViolation, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z.object({
  name: peopleFields.organizationName,
  description: peopleFields.organizationDescription.default(""),
});

/** Makes an organization in the actor's account. Refuses: invalid_input, forbidden, already_exists (its name). */
export async function createOrganization(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ id: string }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { name, description } = parsed.value;
  try {
    return await act(context, "organization.create", async ({ tx, accountId, now, audit }) => {
      const id = uuidv7();
      await tx.organization.create({
        data: { id, accountId, locator: await newLocator(tx), name, description, createdAt: now },
      });
      await audit({
        action: "organization.create",
        target: { kind: "organization", id, name },
        details: { description },
      });
      return done({ id });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return organizationNameTaken();
    throw error;
  }
}

/** The refusal when a live organization of the account has the name, whatever its capitals. */
export function organizationNameTaken() {
  return refuseWith("already_exists", "There is an organization of this name already.", { name: "is taken" });
}
