import type { Command } from "commander";
import { done, type Result } from "@/domain/result";
import type { CommandRunner } from "@/scripts/cli/run-command";
import { findAccount } from "@/services/accounts/find";
import { createGateway } from "@/services/gateways/create";
import { refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

type CreateOptions = { name: string; account?: string };

/** `gateway create`. */
export function addGatewayCommands(program: Command, runner: CommandRunner): void {
  program
    .command("gateway")
    .description("register what asks whether tokens are good")
    .command("create")
    .description("make a gateway with its token, which is printed once")
    .requiredOption("--name <name>", "what it is")
    .option("--account <account>", "for one account only (id, locator or name); for all of them, if left out")
    .action(
      runner.online<CreateOptions>(async ({ context }, options) => {
        const account = await findManager(context, options.account);
        if (!account.ok) return account;
        const forDeployment = options.account === undefined;
        const input = { name: options.name, forDeployment };
        const created = await createGateway(context, input, { accountId: account.value.id });
        if (!created.ok) return created;
        const made = created.value;
        const whose = forDeployment ? "every account" : account.value.name;
        return done({
          json: { ...made, account: account.value },
          text: `${made.secret}\n\nAdded the gateway “${made.name}” (${made.id}) for the tokens of ${whose}. It asks ${context.config.apiUrl}/v1/tokens/verify with Authorization: Bearer <token>. The token is not shown again.`,
        });
      }),
    );
}

// A gateway for all accounts is kept by the first one, the deployment's own.
async function findManager(
  context: Context,
  reference: string | undefined,
): Promise<Result<{ id: string; name: string }>> {
  if (reference !== undefined) return findAccount(context.db, reference);
  const first = await context.db.account.findFirst({
    orderBy: { createdAt: "asc" },
    select: { id: true, name: true },
  });
  return first === null ? refuseWith("not_found", "There is no account yet.") : done(first);
}
