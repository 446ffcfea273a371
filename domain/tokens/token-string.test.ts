import { randomBytes, randomInt } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { base62, randomBase62 } from "@/domain/tokens/alphabet";
import { makeTokenString, parseTokenString } from "@/domain/tokens/token-string";
import { tokenTypeNames, tokenTypes } from "@/domain/tokens/types";

// Every UTF-16 unit, lone surrogates and controls included.
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));

const locator = "a1B2c3D4";
const tags = ["", "acme", "z9", "twelve123456"];

function randomToken(i: number) {
  const type = tokenTypeNames[i % tokenTypeNames.length]!;
  return makeTokenString(type, randomBase62(8, randomBytes), randomBytes, tags[i % tags.length]!);
}

test("what is made is parsed to the same type, tag, locator and last 4", () => {
  for (let i = 0; i < 10_000; i++) {
    const made = randomToken(i);
    expect(parseTokenString(made.text)).toEqual(made);
  }
});

test("the string is <prefix>[tag]_<locator>_<30 random><6 checksum>", () => {
  for (const type of tokenTypeNames) {
    const { text, prefix } = makeTokenString(type, locator, randomBytes, "acme");
    expect(prefix).toBe(`${tokenTypes[type].prefix}acme`);
    expect(text).toMatch(new RegExp(`^${prefix}_${locator}_[0-9A-Za-z]{36}$`));
  }
});

test("any one-character change of 100 000 random tokens is refused", () => {
  // Every printable ASCII character, not only those of the alphabet.
  const others = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
  for (let i = 0; i < 100_000; i++) {
    const { text } = randomToken(i);
    const position = randomInt(text.length);
    const at = others.indexOf(text[position]!);
    const other = others[(at + 1 + randomInt(others.length - 1)) % others.length]!;
    const changed = text.slice(0, position) + other + text.slice(position + 1);
    if (parseTokenString(changed) !== null) expect.fail(`accepted ${changed} for ${text}`);
  }
});

test("every single change of a token at every position is refused", () => {
  for (let i = 0; i < tokenTypeNames.length; i++) {
    const { text } = randomToken(i);
    for (let position = 0; position < text.length; position++) {
      for (const character of `${base62}_-. `) {
        if (character === text[position]) continue;
        const changed = text.slice(0, position) + character + text.slice(position + 1);
        if (parseTokenString(changed) !== null) expect.fail(`accepted ${changed} for ${text}`);
      }
    }
  }
});

test("a token shortened or lengthened by one character anywhere is refused", () => {
  for (let i = 0; i < 200; i++) {
    const { text } = randomToken(i);
    const position = randomInt(text.length);
    expect(parseTokenString(text.slice(0, position) + text.slice(position + 1))).toBeNull();
    expect(
      parseTokenString(text.slice(0, position) + base62[randomInt(62)] + text.slice(position)),
    ).toBeNull();
  }
});

test("a token under another type's prefix, another tag or another locator is refused", () => {
  const { text } = makeTokenString("personal", locator, randomBytes, "acme");
  for (const type of tokenTypeNames) {
    if (type !== "personal") expect(parseTokenString(tokenTypes[type].prefix + text.slice(2))).toBeNull();
  }
  expect(parseTokenString(text.replace("acme", "acmf"))).toBeNull();
  expect(parseTokenString(text.replace("acme", ""))).toBeNull();
  expect(parseTokenString(text.replace(locator, "a1B2c3D5"))).toBeNull();
});

test("parsing never throws, and accepts nothing of arbitrary input", () => {
  fc.assert(
    fc.property(anyText, (input) => {
      expect(parseTokenString(input)).toBeNull();
    }),
    { numRuns: 2000 },
  );
  const shaped = fc.stringMatching(/^[A-Z]{2}[a-z0-9]{0,12}_[0-9A-Za-z]{8}_[0-9A-Za-z]{36}$/);
  fc.assert(
    fc.property(shaped, (input) => {
      expect(parseTokenString(input)).toBeNull();
    }),
    { numRuns: 500 },
  );
  expect(parseTokenString("x".repeat(10_000_000))).toBeNull();
});

test("random characters are uniform: chi-square over 1 000 000 of them", () => {
  const total = 1_000_000;
  const counts = new Map<string, number>();
  for (const character of randomBase62(total, randomBytes)) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  expect([...counts.keys()].sort().join("")).toBe([...base62].sort().join(""));
  const expected = total / 62;
  const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  // 61 degrees of freedom: a fair generator passes 125 once in about 2 000 000 runs; modulo without rejection gives over 2 000.
  expect(chiSquare).toBeLessThan(125);
});

test("bytes that would favour the first characters are thrown away", () => {
  const bytes = [248, 249, 255, 0, 61, 62, 123, 247];
  expect(randomBase62(5, () => Uint8Array.from(bytes))).toBe("0z0zz");
});
