import type { Command } from "commander";
import { done, type Result } from "@/domain/result";
import { tokenTypeNames, typeRule } from "@/domain/tokens/types";
import type { CommandRunner, Outcome } from "@/scripts/cli/run-command";
import { findAccount } from "@/services/accounts/find";
import { refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { findOrganizationByReference } from "@/services/organizations/find-by-reference";
import { createToken } from "@/services/tokens/create";
import { revokeToken } from "@/services/tokens/revoke";
import { findUserByReference } from "@/services/users/find-by-reference";

type CreateOptions = {
  account?: string;
  type: string;
  organization?: string;
  user?: string;
  name: string;
  expires?: string;
};

const types = tokenTypeNames.filter((type) => type !== "gateway");

/** `token create` and `token revoke`. */
export function addTokenCommands(program: Command, runner: CommandRunner): void {
  const token = program.command("token").description("make and revoke tokens");
  token
    .command("create")
    .description("make a token; its secret is printed once")
    .requiredOption("--type <type>", `one of ${types.join(", ")}`)
    .requiredOption("--name <name>", "what it is for")
    .option("--account <account>", "id, locator or name; may be left out while there is one")
    .option("--organization <organization>", "id, locator or name, for types that belong to one")
    .option("--user <user>", "e-mail address of the owner, or name of the template user to act as")
    .option("--expires <time>", "when it ends, such as 2027-01-31T00:00:00Z; never, if left out")
    .action(runner.online<CreateOptions>(({ context }, options) => create(context, options)));
  token
    .command("revoke <id>")
    .description("end a token for good, whatever it is used for")
    .action(
      runner.online<object>(async ({ context }, _options, id = "") => {
        const revoked = await revokeToken(context, { tokenId: id });
        if (!revoked.ok) return revoked;
        return done({
          json: { ...revoked.value, revoked: true },
          text: `Revoked “${revoked.value.name}”. Nothing that carries it works any more.`,
        });
      }),
    );
}

async function create(context: Context, options: CreateOptions): Promise<Result<Outcome>> {
  const type = types.find((name) => name === options.type);
  if (type === undefined) {
    const hint = options.type === "gateway" ? " Gateways are made with: gateway create." : "";
    return refuseWith("invalid_input", `--type is one of ${types.join(", ")}.${hint}`, {
      type: "is not known",
    });
  }
  const account = await findAccount(context.db, options.account ?? null);
  if (!account.ok) return account;
  const accountId = account.value.id;
  const rule = typeRule(type);
  const organization =
    rule.belongsTo === "organization"
      ? await findOrganizationByReference(context.db, accountId, options.organization ?? null)
      : done(null);
  if (!organization.ok) return organization;
  // Who names one wants less than the whole account, and must not get all of it.
  if (options.organization !== undefined && organization.value === null)
    return refuseWith("invalid_input", `${rule.label} tokens are bound to no organization.`, {
      organization: "does not go with this type",
    });
  const kind = rule.actsAs === "owner" ? "person" : "template";
  const user =
    rule.actsAs === "owner" || rule.actsAs === "template_user"
      ? await findUserByReference(context.db, accountId, kind, options.user ?? null)
      : done(null);
  if (!user.ok) return user;
  const userId = user.value?.id;
  const created = await createToken(
    context,
    {
      type,
      name: options.name,
      organizationId: organization.value?.id ?? null,
      actsAsUserId: rule.actsAs === "template_user" ? userId : null,
      expiresAt: options.expires ?? null,
    },
    { accountId, ...(userId === undefined ? {} : { ownerUserId: userId }) },
  );
  if (!created.ok) return created;
  const made = created.value;
  const again = made.shownOnce
    ? "It is not shown again."
    : "Administrators can look at it again under General › API keys.";
  return done({
    json: { ...made, account: account.value, user: user.value, organization: organization.value },
    text: `${made.secret}\n\nMade “${made.name}” (${made.id}) in ${account.value.name}. Send it as Authorization: ${made.scheme} <token>. ${again}`,
  });
}
