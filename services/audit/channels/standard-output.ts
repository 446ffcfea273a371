import { hostname } from "node:os";
import { type Delivery, deliveryLine } from "@/services/audit/channels/next-deliveries";
import { type Channel, ChannelFailure } from "@/services/audit/channels/send-pending";

/** How checkpoints stand on standard output: JSON lines, or lines of syslog (RFC 5424) with JSON as their message. */
export type OutputForm = "jsonl" | "syslog";

// Facility 13, "log audit", severity 6, informational.
const priority = 13 * 8 + 6;

/** A delivery as a line for whoever collects the process's output. */
export function outputLine(form: OutputForm, delivery: Delivery): string {
  const json = deliveryLine(delivery);
  return form === "jsonl"
    ? json
    : `<${priority}>1 ${delivery.signedAt} ${hostname()} keydesk ${process.pid} checkpoint - ${json}`;
}

/** The process's own output, which the platform collects. @param write one line; resolves when the system has taken it */
export function outputChannel(form: OutputForm, write: (line: string) => Promise<void>): Channel {
  return {
    id: "stdout",
    name: "standard output",
    async send(delivery) {
      await write(outputLine(form, delivery)).catch(() => {
        throw new ChannelFailure("The output cannot be written.");
      });
    },
  };
}
