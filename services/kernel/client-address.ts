import { BlockList, isIP } from "node:net";

/** Builds a list of addresses and CIDR ranges. Throws on an entry that is neither. */
export function addressList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address, bits] = entry.split("/") as [string, string | undefined];
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** An IPv4 address inside IPv6 as itself ("::ffff:10.0.0.4" → "10.0.0.4"), so that lists and counters see one form. */
export function plainAddress(address: string): string {
  const plain = address.toLowerCase().startsWith("::ffff:") ? address.slice(7) : address;
  return isIP(plain) === 4 ? plain : address;
}

/**
 * The caller's address: the socket's peer, or, while that is a trusted proxy, the nearest address before it in
 * X-Forwarded-For. What an untrusted peer writes into the header counts for nothing (ASVS 4.1.3, 15.3.4).
 */
export function clientAddress(peer: string, forwardedFor: string | null, trusted: BlockList): string {
  let address = plainAddress(peer);
  const hops = (forwardedFor ?? "").split(",").map((hop) => plainAddress(hop.trim()));
  while (isTrusted(address, trusted)) {
    const before = hops.pop();
    if (before === undefined || isIP(before) === 0) break;
    address = before;
  }
  return address;
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const version = isIP(address);
  return version !== 0 && trusted.check(address, version === 6 ? "ipv6" : "ipv4");
}
