import type { Command } from "commander";
import { signInPolicyInput } from "@/domain/access/sign-in-policy";
import { done, type Result } from "@/domain/result";
import { addPolicyCommand } from "@/scripts/cli/policy-command";
import type { CommandRunner, Outcome } from "@/scripts/cli/run-command";
import { toNumber } from "@/scripts/cli/to-number";
import { createAccount } from "@/services/accounts/create";
import { findAccount } from "@/services/accounts/find";
import { loadAccount } from "@/services/accounts/load";
import { setAccount } from "@/services/accounts/set";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { changeSignInPolicy } from "@/services/sign-in-policy/change";

type CreateOptions = { name: string; administrator: string; plan?: string; licensedAssets?: string };

type SetOptions = {
  plan?: string;
  licensedAssets?: string;
  requestsPerMinute?: string;
  requestsPerIp?: string;
  requireSecondStep?: string;
};

/** `account create`, `account set` and `account policy`. */
export function addAccountCommands(program: Command, runner: CommandRunner): void {
  const account = program.command("account").description("make accounts, and change what they may");
  addPolicyCommand(account, runner);
  account
    .command("create")
    .description("make an account with a link for its first administrator, which is printed once")
    .requiredOption("--name <name>", "whose it is")
    .requiredOption(
      "--administrator <email>",
      "who is invited to administer it; also somebody of other accounts",
    )
    .option("--plan <plan>", "community, professional or platform")
    .option("--licensed-assets <number>", "requests a day")
    .action(
      runner.online<CreateOptions>(async ({ context }, options) => {
        const { name, administrator, plan } = options;
        const input = { name, administrator, plan, licensedAssets: toNumber(options.licensedAssets) };
        const created = await createAccount(context, input);
        if (!created.ok) return created;
        const { invitation, ...made } = created.value;
        if (invitation === null) throw new Error("an account without its administrator's link");
        const link = `${context.config.deskUrl}${invitation.path}`;
        const { expiresAt } = invitation;
        return done({
          json: { ...made, administrator, link, linkExpiresAt: expiresAt },
          text: `${link}\n\nMade the account “${made.name}” (${made.id}, ${made.locator}) with the ${made.plan} plan. With the link ${administrator} joins it as administrator, once, until ${expiresAt.toISOString()}. The link is not shown again.`,
        });
      }),
    );
  account
    .command("set [account]")
    .description(
      "change plan, limits and sign-in policy; the account (id, locator or name) may be left out while there is one",
    )
    .option("--plan <plan>", "community, professional or platform")
    .option("--licensed-assets <number>", "requests a day")
    .option("--requests-per-minute <number>", "over all users and tokens")
    .option("--requests-per-ip <number>", "per source address and 5 minutes")
    .option("--require-second-step <on|off>", "whether people of the account sign in with a second step")
    .action(
      runner.online<SetOptions>(({ context }, options, reference) =>
        setOptions(context, options, reference ?? null),
      ),
    );
}

async function setOptions(
  context: Context,
  options: SetOptions,
  reference: string | null,
): Promise<Result<Outcome>> {
  const account = await findAccount(context.db, reference);
  if (!account.ok) return account;
  const at = { accountId: account.value.id };
  const wanted = toSignInPolicy(options.requireSecondStep);
  // Before anything is changed: all of what is given, or nothing.
  const policy = wanted === null ? null : parseInput(signInPolicyInput, wanted);
  if (policy !== null && !policy.ok) return policy;
  const limits = {
    plan: options.plan,
    licensedAssets: toNumber(options.licensedAssets),
    requestsPerMinute: toNumber(options.requestsPerMinute),
    requestsPerIp: toNumber(options.requestsPerIp),
  };
  if (policy === null || Object.values(limits).some((value) => value !== undefined)) {
    const set = await setAccount(context, limits, at);
    if (!set.ok) return set;
  }
  if (policy !== null) {
    const changed = await changeSignInPolicy(context, policy.value, at);
    if (!changed.ok) return changed;
  }
  const now = await loadAccount(context, at);
  if (!now.ok) return now;
  const { id, name, plan, licensedAssets, requestsPerMinute, requestsPerIp, requireSecondStep } = now.value;
  return done({
    json: { id, name, plan, licensedAssets, requestsPerMinute, requestsPerIp, requireSecondStep },
    text: `${name}: plan ${plan}, ${licensedAssets} licensed assets, ${requestsPerMinute} requests a minute, ${requestsPerIp} per address and 5 minutes; second step ${requireSecondStep ? "required" : "optional"}.`,
  });
}

// What cannot be read goes on as it is: it is refused by the field's name.
function toSignInPolicy(given: string | undefined) {
  if (given === undefined) return null;
  return { requireSecondStep: given === "on" ? true : given === "off" ? false : given };
}
