import { parseAddress } from "@/domain/verification/address";

/**
 * What stands for a source address when its requests are counted: a v4 address itself, of a v6 address the network (/64), which
 * is the least that one customer is given: whoever may choose the rest of it would start anew with each request.
 */
export function addressKey(address: string): string {
  if (!address.includes(":")) return address;
  const bytes = parseAddress(address);
  if (bytes === null || bytes.length === 4) return bytes?.join(".") ?? address;
  return Buffer.from(bytes.slice(0, 8)).toString("hex");
}
