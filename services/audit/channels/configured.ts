import { fileChannel } from "@/services/audit/channels/file";
import type { Channel } from "@/services/audit/channels/send-pending";
import { outputChannel } from "@/services/audit/channels/standard-output";
import { webhookChannel } from "@/services/audit/channels/webhook";
import type { Config } from "@/services/config";

/** The places outside that the configuration names. @param write a line to the process's output */
export function configuredChannels(
  { checkpoints }: Pick<Config, "checkpoints">,
  write: (line: string) => Promise<void>,
): Channel[] {
  const { file, webhook, stdout } = checkpoints;
  return [
    ...(file === null ? [] : [fileChannel(file)]),
    ...(webhook === null ? [] : [webhookChannel(webhook)]),
    ...(stdout === null ? [] : [outputChannel(stdout, write)]),
  ];
}
