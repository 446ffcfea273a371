/** An address as its bytes: 4 for v4, 16 for v6. A v4-mapped v6 address (`::ffff:192.0.2.1`) is the v4 address it carries. */
type Address = readonly number[];

const group = /^[0-9a-f]{1,4}$/i;
const zone = /%[0-9a-z.:-]+$/i;

/** The bytes of an address in text, or null when it is none. Zone ids (`%eth0`) are cut off. */
export function parseAddress(text: string): Address | null {
  const bytes = text.includes(":") ? parseV6(text.replace(zone, "")) : parseV4(text);
  return bytes !== null && isMapped(bytes) ? bytes.slice(12) : bytes;
}

// Four numbers up to 255, each spelt one way only: "010" is 8 to some parsers and 10 to others.
function isV4(text: string): boolean {
  if (text.length < 7 || text.length > 15) return false;
  let parts = 1;
  let value = -1;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit === -2) {
      if (value === -1 || parts === 4) return false;
      parts += 1;
      value = -1;
    } else {
      if (digit < 0 || digit > 9 || value === 0) return false;
      value = value === -1 ? digit : value * 10 + digit;
      if (value > 255) return false;
    }
  }
  return parts === 4 && value !== -1;
}

function parseV4(text: string): number[] | null {
  return isV4(text) ? text.split(".").map(Number) : null;
}

function parseV6(text: string): number[] | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0]!, halves.length === 1);
  const rest = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
  if (head === null || rest === null) return null;
  const missing = 16 - head.length - rest.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return [...head, ...new Array<number>(missing).fill(0), ...rest];
}

// Groups between colons; the last may be a dotted quad.
function parseGroups(text: string, quadAllowed: boolean): number[] | null {
  if (text === "") return [];
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [i, part] of groups.entries()) {
    if (quadAllowed && i === groups.length - 1 && part.includes(".")) {
      const quad = parseV4(part);
      if (quad === null) return null;
      bytes.push(...quad);
    } else {
      if (!group.test(part)) return null;
      const value = Number.parseInt(part, 16);
      bytes.push(value >> 8, value & 255);
    }
  }
  return bytes;
}

function isMapped(bytes: Address): boolean {
  return (
    bytes.length === 16 &&
    bytes[10] === 255 &&
    bytes[11] === 255 &&
    bytes.slice(0, 10).every((byte) => byte === 0)
  );
}

/** The network and number of leading bits of a range: a single address or CIDR, v4 or v6. Null when it is unreadable. */
function parseRange(range: string): { network: Address; bits: number } | null {
  const slash = range.indexOf("/");
  const network = parseAddress(slash === -1 ? range : range.slice(0, slash));
  if (network === null) return null;
  const lengthInText = slash === -1 ? network.length * 8 : parseLength(range.slice(slash + 1));
  // A range written in v4-mapped form counts its 96 leading bits.
  const mapped = range.includes(":") && network.length === 4 && slash !== -1;
  const bits = mapped ? lengthInText - 96 : lengthInText;
  return Number.isInteger(bits) && bits >= 0 && bits <= network.length * 8 ? { network, bits } : null;
}

// "" and "1e1" are numbers to JavaScript.
function parseLength(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * Whether a text is a single address or a CIDR range, v4 or v6: whatever else calls are held against lets nobody in. So is a
 * v4-mapped range of fewer than 96 bits, which is neither of v4 nor of v6 addresses.
 */
export function isAddressRange(text: string): boolean {
  return parseRange(text) !== null;
}

function sharesBits(one: Address, other: Address, bits: number): boolean {
  for (let i = 0, left = bits; left > 0; i++, left -= 8) {
    const mask = left >= 8 ? 255 : (255 << (8 - left)) & 255;
    if (((one[i]! ^ other[i]!) & mask) !== 0) return false;
  }
  return true;
}

/** True when `address` lies in `range`: a single address or CIDR, v4 or v6. Anything unreadable is outside: fail closed. */
export function isInRange(address: string, range: string): boolean {
  const bytes = parseAddress(address);
  const outer = parseRange(range);
  if (bytes === null || outer === null || bytes.length !== outer.network.length) return false;
  return sharesBits(bytes, outer.network, outer.bits);
}

/** True when every address of `range` lies in `outer`. Anything unreadable does not. */
export function isRangeWithin(range: string, outer: string): boolean {
  const [one, other] = [parseRange(range), parseRange(outer)];
  if (one === null || other === null || one.network.length !== other.network.length) return false;
  return one.bits >= other.bits && sharesBits(one.network, other.network, other.bits);
}

/** True when a token with this allow-list may be used from `address`. An empty list allows anywhere; no address, nowhere on a list. */
export function isAddressAllowed(allowList: readonly string[], address: string | null): boolean {
  if (allowList.length === 0) return true;
  return address !== null && allowList.some((range) => isInRange(address, range));
}

/**
 * One spelling per address for counting and display: v4-mapped v6 as v4, other v6 as RFC 5952 §4 has it; null when it is no address. A
 * zone id is cut off.
 */
export function canonicalAddress(text: string): string | null {
  // The usual address, which has one spelling only.
  if (isV4(text)) return text;
  const bytes = parseAddress(text);
  if (bytes === null) return null;
  if (bytes.length === 4) return bytes.join(".");
  // How an address of the web is written is the same rule: no leading zeros, the first of the longest runs of zeros as "::".
  return new URL(`http://[${text.split("%", 1)[0]}]`).hostname.slice(1, -1);
}
