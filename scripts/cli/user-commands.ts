import type { Command } from "commander";
import { done } from "@/domain/result";
import type { CommandRunner } from "@/scripts/cli/run-command";
import { findPersonByEmail } from "@/services/users/find-person";
import { resetSecondFactors } from "@/services/users/reset-second-factors";

/** `user reset-mfa`. */
export function addUserCommands(program: Command, runner: CommandRunner): void {
  program
    .command("user")
    .description("help people back in")
    .command("reset-mfa <email>")
    .description(
      "remove all second factors and recovery codes of a person who lost them, and end their sessions",
    )
    .action(
      runner.online<object>(async ({ context }, _options, email) => {
        const person = await findPersonByEmail(context.db, email);
        if (!person.ok) return person;
        const { id, name, accountId } = person.value;
        const reset = await resetSecondFactors(context, { userId: id }, { accountId });
        if (!reset.ok) return reset;
        const { sessions } = reset.value;
        return done({
          json: { id, email: person.value.email, name, sessionsEnded: sessions },
          text: `Removed the second factors of ${name} (${person.value.email}) and ended ${sessions} ${sessions === 1 ? "session" : "sessions"}. The password alone signs them in now.`,
        });
      }),
    );
}
