import { planIncludes, plansWith } from "@/domain/access/plans";
import { done, type Result } from "@/domain/result";
import { choicesMax } from "@/domain/tokens/bounds";
import type { TokenCreationOptions } from "@/domain/tokens/token-views";
import { type TokenType, tokenTypeNames, typeRule } from "@/domain/tokens/types";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** What the form "Generate API token" may offer now, with the reason for what it may not. Refuses: forbidden. */
export async function loadCreationOptions(context: Context): Promise<Result<TokenCreationOptions>> {
  return read(context, "token.create", async ({ accountId }) => {
    const [account, members, organizations] = await Promise.all([
      context.db.account.findUniqueOrThrow({ where: { id: accountId }, select: { plan: true } }),
      context.db.membership.findMany({
        where: { accountId, disabledAt: null, user: { kind: "template", disabledAt: null } },
        select: { permissions: true, user: { select: { id: true, name: true } } },
        orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
        take: choicesMax,
      }),
      context.db.organization.findMany({
        where: { accountId, deletedAt: null },
        select: { id: true, name: true },
        orderBy: [{ name: "asc" }, { id: "asc" }],
        take: choicesMax,
      }),
    ]);
    const reasonAgainst = (type: TokenType): string | null => {
      const rule = typeRule(type);
      if (!planIncludes(account.plan, rule.plan)) return `Needs the ${plansWith(rule.plan)} plan.`;
      if (rule.actsAs === "template_user" && members.length === 0) return "There is no template user yet.";
      if (rule.belongsTo === "organization" && organizations.length === 0)
        return "There is no organization yet.";
      return null;
    };
    return done({
      types: tokenTypeNames
        .filter((type) => typeRule(type).managedIn === "tokens")
        .map((type) => ({ type, reason: reasonAgainst(type) }))
        .map(({ type, reason }) => ({ type, reason, allowed: reason === null })),
      templateUsers: members.map(({ user, permissions }) => ({ ...user, permissions })),
      organizations,
      baseUrl: context.config.apiUrl,
    });
  });
}
