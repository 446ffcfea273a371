import { createHash, createHmac } from "node:crypto";
import { deliveryLine } from "@/services/audit/channels/next-deliveries";
import { type Channel, ChannelFailure } from "@/services/audit/channels/send-pending";

const timeoutMs = 10_000;

/** The headers of a delivery, beside the usual ones. */
export const webhookHeaders = {
  /** When it was sent: seconds since 1970. */
  timestamp: "keydesk-timestamp",
  /** "v1=" and HMAC-SHA-256, in hex, under the secret, of the timestamp, a full stop and the body. */
  signature: "keydesk-signature",
  /** The number in the body: the same each time that it is sent. */
  delivery: "keydesk-delivery",
} as const;

/** What `keydesk-signature` must be. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}

/**
 * A receiver of checkpoints over HTTP. It has one when it answers 2xx within ten seconds. The address is the operator's; redirects are
 * not followed, and nothing of an answer is kept but its status.
 */
export function webhookChannel(
  { url, secret }: { readonly url: string; readonly secret: string },
  msMax = timeoutMs,
): Channel {
  return {
    id: `webhook:${createHash("sha256").update(url).digest("hex").slice(0, 16)}`,
    name: "webhook",
    async send(delivery) {
      const body = deliveryLine(delivery);
      const timestamp = String(Math.floor(Date.now() / 1000));
      const response = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(msMax),
        headers: {
          "content-type": "application/json",
          "user-agent": "Keydesk",
          [webhookHeaders.timestamp]: timestamp,
          [webhookHeaders.signature]: signatureOf(secret, timestamp, body),
          [webhookHeaders.delivery]: String(delivery.number),
        },
        body,
      }).catch((error: unknown) => {
        throw new ChannelFailure(reasonOf(error, msMax));
      });
      await response.body?.cancel().catch(() => undefined);
      if (response.status < 200 || response.status > 299)
        throw new ChannelFailure(`The receiver answered ${response.status}.`);
    },
  };
}

// Of fetch's errors only the code: their messages may hold the address, and with it a password.
function reasonOf(error: unknown, msMax: number): string {
  if (error instanceof Error && error.name === "TimeoutError")
    return `The receiver did not answer within ${msMax / 1000} s.`;
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return `The receiver cannot be reached (${typeof cause?.code === "string" ? cause.code : "network"}).`;
}
