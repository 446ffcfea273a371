import { peopleFields } from "@/domain/access/people-fields";
import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";
import { claimTemplateName } from "@/services/users/template-name";

const input = memberId.extend({ name: peopleFields.personName });

/** Renames a template user. Refuses: invalid_input, forbidden, not_found (also for people), already_exists. */
export async function editTemplateUser(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { userId, name } = parsed.value;
  return act(context, "template_user.edit", async ({ tx, accountId, audit }): Promise<Result<Changed>> => {
    const member = await lockMember(tx, accountId, userId);
    if (member === null || member.kind !== "template")
      return refuseWith("not_found", "There is no such template user.");
    if (member.name === name) return done({ id: userId, changed: false });
    const claimed = await claimTemplateName(tx, accountId, name, userId);
    if (!claimed.ok) return claimed;
    await tx.user.update({ where: { id: userId }, data: { name } });
    await audit({
      action: "template_user.edit",
      target: { ...memberTarget(member), name },
      details: { changed: ["the name"], before: { name: member.name }, after: { name } },
    });
    return done({ id: userId, changed: true });
  });
}
