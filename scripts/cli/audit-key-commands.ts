import type { Command } from "commander";
import { done } from "@/domain/result";
import type { CommandRunner } from "@/scripts/cli/run-command";
import { listLogKeys } from "@/services/audit/log/list-keys";
import type { LogPublicKey } from "@/services/audit/log/public-keys";
import { rotateLogKey } from "@/services/audit/log/rotate-key";

/** `audit key list` and `audit key rotate`. */
export function addAuditKeyCommands(audit: Command, runner: CommandRunner): void {
  const key = audit.command("key").description("the key that signs the audit logs (docs/audit-trail.md)");
  key
    .command("list")
    .description("show the public keys, and when each of them signed")
    .action(
      runner.online<object>(async ({ context }) => {
        const listed = await listLogKeys(context);
        if (!listed.ok) return listed;
        const keys = listed.value.map(({ pem, current, since, until, compromised }) => {
          return { pem, current, since, until, compromised };
        });
        const text = listed.value.map((one) => `${describeKey(one)}\n${one.pem}`).join("");
        return done({ json: { keys }, text: text.trim() || "There is no key yet: nothing is signed." });
      }),
    );
  key
    .command("rotate")
    .description("make a new key; every node signs with it at once, and the old one hands over to it")
    .option("--compromised", "somebody else may have the old key: it hands over to nobody")
    .action(
      runner.online<{ compromised?: true }>(async ({ context }, { compromised }) => {
        const rotated = await rotateLogKey(context, { compromised: compromised === true });
        if (!rotated.ok) return rotated;
        const { pem, handover, retiredPem } = rotated.value;
        const next =
          handover === null
            ? "Nothing leads from the old key to this one: give this one to your auditors by a way of its own, and tell them since when the old one is not to be trusted (docs/audit-trail.md)."
            : `Give it to your auditors. Who has only the old key is led to the new one by this note, which comes with each export too:\n\n${handover.trim()}`;
        return done({
          json: { publicKey: pem, handover, retiredPublicKey: retiredPem },
          text: `The logs are signed with this key from now on:\n\n${pem}\n${next}`,
        });
      }),
    );
}

function describeKey({ current, since, until, compromised }: LogPublicKey): string {
  if (current) return `Signs since ${since.toISOString()}`;
  const period = `Signed from ${since.toISOString()} to ${until?.toISOString()}`;
  return compromised ? `${period}; compromised` : period;
}
