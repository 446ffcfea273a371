import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findTokenForm, holdsTokenForm } from "@/domain/tokens/token-form";
import { makeTokenString } from "@/domain/tokens/token-string";
import { tokenTypeNames } from "@/domain/tokens/types";

const token = (tag: string) => makeTokenString("impersonation", "4kT9xQ2m", randomBytes, tag).text;

test("a whole token of every type is recognised, with a deployment tag and with words around it", () => {
  for (const type of tokenTypeNames) {
    for (const tag of ["", "acme", "a1b2c3d4e5f6"]) {
      const { text } = makeTokenString(type, "4kT9xQ2m", randomBytes, tag);
      expect(holdsTokenForm(text)).toBe(true);
      expect(holdsTokenForm(`Authorization: Impersonation ${text}`)).toBe(true);
    }
  }
});

test("a token typed letter by letter is recognised before the first character of its secret", () => {
  const text = token("");
  const secretStart = text.lastIndexOf("_") + 1;
  for (let end = secretStart; end <= text.length; end++)
    expect(holdsTokenForm(text.slice(0, end))).toBe(true);
  expect(holdsTokenForm(text.slice(0, secretStart - 1))).toBe(false);
});

test("the secret without its beginning is recognised in 99 of 100 cases", () => {
  const found = Array.from({ length: 1000 }, () => token("").slice(-36)).filter(holdsTokenForm).length;
  expect(found).toBeGreaterThan(990);
});

test("a whole token is found alone and in a pasted header, an unfinished or longer one is not", () => {
  const text = token("acme");
  expect(findTokenForm(text)).toBe(text);
  expect(findTokenForm(`  Authorization: Impersonation ${text}\n`)).toBe(text);
  expect(findTokenForm(text.slice(0, -1))).toBeNull();
  expect(findTokenForm(`${text}x`)).toBeNull();
});

test("names, last four characters and what pages show of a token are no token", () => {
  for (const text of [
    "Nightly warehouse sync",
    "7Qx2",
    "IK_…7Qx2",
    "IK_4kT9xQ2m",
    "internationalisation of everything",
    "SNAKE_CASE_NAME_OF_A_JOB",
    "018f3c1e-7b1a-7c3e-9d2b-000000000000",
    "",
  ])
    expect(holdsTokenForm(text), text).toBe(false);
});

test("any input is answered, in time that grows with its length only", () => {
  fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => typeof holdsTokenForm(text) === "boolean"));
  const started = performance.now();
  holdsTokenForm("a".repeat(1_000_000));
  // Milliseconds; where it grew with the square of the length it would be many minutes.
  expect(performance.now() - started).toBeLessThan(20_000);
});
