import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalAddress,
  isAddressAllowed,
  isAddressRange,
  isInRange,
  parseAddress,
} from "@/domain/verification/address";

describe("an address in a range", () => {
  test.each([
    ["10.1.2.3", "10.0.0.0/8", true],
    ["11.1.2.3", "10.0.0.0/8", false],
    ["192.0.2.130", "192.0.2.128/25", true],
    ["192.0.2.127", "192.0.2.128/25", false],
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.2", "192.0.2.1", false],
    ["192.0.2.1", "192.0.2.1/32", true],
    ["203.0.113.9", "0.0.0.0/0", true],
    ["2001:db8::1", "2001:db8::/32", true],
    ["2001:db9::1", "2001:db8::/32", false],
    ["2001:db8:0:0:0:0:0:1", "2001:db8::1", true],
    ["2001:db8::8000", "2001:db8::8000/113", true],
    ["2001:db8::7fff", "2001:db8::8000/113", false],
    ["::ffff:10.1.2.3", "10.0.0.0/8", true],
    ["::ffff:a01:203", "10.0.0.0/8", true],
    ["10.1.2.3", "::ffff:10.0.0.0/104", true],
    ["11.1.2.3", "::ffff:10.0.0.0/104", false],
    ["fe80::1%eth0", "fe80::/10", true],
    // A v4 range says nothing of v6, and the other way round.
    ["::1", "0.0.0.0/0", false],
    ["127.0.0.1", "::/0", false],
  ])("%s in %s: %s", (address, range, inside) => {
    expect(isInRange(address, range)).toBe(inside);
  });

  test.each(["10.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32", "::ffff:10.0.0.0/104", "fe80::1%eth0"])(
    "calls can be held against %s",
    (range) => expect(isAddressRange(range)).toBe(true),
  );

  test.each([
    "",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/x",
    "10.0.0.0/",
    "10.0.0.0/1e1",
    "10.0.0.0/8/9",
    "::/0%x y",
    "::1%<b>",
    "::ffff:10.0.0.0/24",
    "10.0.0/8",
    "010.0.0.0/8",
    "1.2.3.4.5",
    "::1::",
    "12345::",
  ])("an unreadable range lets nobody in: %j", (range) => {
    expect(isInRange("10.0.0.1", range)).toBe(false);
    expect(isInRange("::1", range)).toBe(false);
    expect(isAddressRange(range)).toBe(false);
  });

  test("any v4 address lies in every range made of its own leading bits, and in none with the last of them flipped", () => {
    const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(
      fc.property(octets, fc.integer({ min: 1, max: 32 }), (bytes, bits) => {
        const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
        const flipped = (value ^ (2 ** (32 - bits))) >>> 0;
        const text = (n: number) => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255).join(".");
        expect(isInRange(bytes.join("."), `${bytes.join(".")}/${bits}`)).toBe(true);
        expect(isInRange(bytes.join("."), `${text(flipped)}/${bits}`)).toBe(false);
      }),
    );
  });

  test("every v4 and v6 address is read, and garbage is not", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), fc.string(), (v4, v6, text) => {
        expect(parseAddress(v4)).toHaveLength(4);
        expect(parseAddress(v6)).not.toBeNull();
        fc.pre(!/^[0-9a-f.:%]*$/i.test(text) && !text.includes("%"));
        expect(parseAddress(text)).toBeNull();
      }),
    );
  });
});

describe("an allow-list", () => {
  test("empty allows any address, and also none", () => {
    expect(isAddressAllowed([], "192.0.2.1")).toBe(true);
    expect(isAddressAllowed([], null)).toBe(true);
  });

  test("with entries refuses a request whose address nobody told", () => {
    expect(isAddressAllowed(["0.0.0.0/0", "::/0"], null)).toBe(false);
  });

  test("allows what any of its entries allows", () => {
    expect(isAddressAllowed(["192.0.2.0/24", "2001:db8::/32"], "2001:db8::5")).toBe(true);
    expect(isAddressAllowed(["192.0.2.0/24", "2001:db8::/32"], "198.51.100.1")).toBe(false);
  });
});

test("an address has one spelling for counting", () => {
  expect(canonicalAddress("::FFFF:192.0.2.1")).toBe("192.0.2.1");
  expect(canonicalAddress("not an address")).toBeNull();
  // RFC 5952 §4, and its §2 for the many ways to write them.
  const spellings = {
    "2001:db8::1": [
      "2001:DB8::1",
      "2001:db8:0:0:0:0:0:1",
      "2001:0db8::0001",
      "2001:db8:0:0::1",
      "2001:db8::0.0.0.1",
    ],
    "2001:db8:0:1:1:1:1:1": ["2001:db8::1:1:1:1:1"],
    "2001:0:0:1::1": ["2001:0:0:1:0:0:0:1", "2001::1:0:0:0:1"],
    "2001:db8::1:0:0:1": ["2001:db8:0:0:1:0:0:1", "2001:db8:0:0:1::1"],
    "fe80::1": ["fe80::1%eth0", "FE80:0::0001%2"],
    "::": ["0:0:0:0:0:0:0:0", "0::0", "::0.0.0.0"],
    "64:ff9b::c000:221": ["64:ff9b::192.0.2.33", "64:ff9b:0:0:0:0:c000:0221"],
  };
  for (const [one, others] of Object.entries(spellings)) {
    for (const other of [one, ...others]) expect(canonicalAddress(other), other).toBe(one);
  }
});
