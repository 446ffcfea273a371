import type { Command } from "commander";
import { done, type Result } from "@/domain/result";
import { graceSeconds } from "@/domain/tokens/bounds";
import { graceWords, lifetimeWords, type TokenPolicy } from "@/domain/tokens/policy";
import type { CommandRunner, Outcome } from "@/scripts/cli/run-command";
import { toNumber } from "@/scripts/cli/to-number";
import { findAccount } from "@/services/accounts/find";
import type { Context } from "@/services/kernel/context";
import { changePolicy } from "@/services/policy/change";
import { loadPolicy } from "@/services/policy/load";

type PolicyOptions = {
  keyCap?: string;
  lifetimeDays?: string;
  graceSeconds?: string;
  keysRevealable?: string;
};

/** `account policy`: what Account settings › Token policy shows and changes. */
export function addPolicyCommand(account: Command, runner: CommandRunner): void {
  account
    .command("policy [account]")
    .description(
      "show an account's token policy, or change the values that are given; the account (id, locator or name) may be left out while there is one",
    )
    .option("--key-cap <number>", "API keys that an organization may have")
    .option("--lifetime-days <days>", "longest life of tokens; none for no maximum")
    .option(
      "--grace-seconds <seconds>",
      `how long the old secret of a rotation may work: ${graceSeconds.join(", ")}`,
    )
    .option("--keys-revealable <yes|no>", "whether API keys are shown again after they were made")
    .action(
      runner.online<PolicyOptions>(({ context }, options, reference) =>
        showOrChange(context, options, reference ?? null),
      ),
    );
}

async function showOrChange(
  context: Context,
  options: PolicyOptions,
  reference: string | null,
): Promise<Result<Outcome>> {
  const account = await findAccount(context.db, reference);
  if (!account.ok) return account;
  const { id, name } = account.value;
  const input = toInput(options);
  const isAsked = Object.values(input).some((value) => value !== undefined);
  const change = isAsked
    ? await changePolicy(context, input, { accountId: id })
    : done({ id, changed: false });
  if (!change.ok) return change;
  const view = await loadPolicy(context, { accountId: id });
  if (!view.ok) return view;
  const { account: policy, deployment } = view.value;
  const { changed } = change.value;
  const news = changed
    ? " Changed; tokens that exist stay as they are."
    : isAsked
      ? " It was so already."
      : "";
  return done({
    json: { id, name, changed, policy, deployment },
    text: `${name}: ${policyWords(policy)}.${news}`,
  });
}

// What cannot be read goes on as it is: the service refuses it by the field's name.
function toInput({ keyCap, lifetimeDays, graceSeconds: grace, keysRevealable }: PolicyOptions) {
  return {
    keyCap: toNumber(keyCap),
    lifetimeDaysMax: lifetimeDays === "none" ? null : toNumber(lifetimeDays),
    graceSecondsMax: toNumber(grace),
    keysRevealable: keysRevealable === "yes" ? true : keysRevealable === "no" ? false : keysRevealable,
  };
}

function policyWords({ keyCap, lifetimeDaysMax, graceSecondsMax, keysRevealable }: TokenPolicy): string {
  return [
    `API keys per organization at most ${keyCap}`,
    `longest life of tokens ${lifetimeWords(lifetimeDaysMax)}`,
    `longest grace on rotation ${graceWords(graceSecondsMax)}`,
    `API keys shown ${keysRevealable ? "again" : "once"}`,
  ].join(", ");
}
