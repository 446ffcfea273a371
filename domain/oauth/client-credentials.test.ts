import { randomBytes, randomInt } from "node:crypto";
import { expect, test } from "vitest";
import {
  isClientId,
  isClientSecret,
  makeClientId,
  makeClientSecret,
} from "@/domain/oauth/client-credentials";
import { base62 } from "@/domain/tokens/alphabet";
import { holdsTokenForm } from "@/domain/tokens/token-form";
import { makeTokenString, parseTokenString } from "@/domain/tokens/token-string";
import { tokenTypeNames } from "@/domain/tokens/types";

const locator = "a1B2c3D4";

test("a client secret is CS[tag]_<locator>_<30 random><6 checksum>, and no token", () => {
  for (const tag of ["", "acme", "twelve123456"]) {
    const { text, prefix, last4 } = makeClientSecret(locator, randomBytes, tag);
    expect(text).toMatch(/^CS[a-z0-9]{0,12}_a1B2c3D4_[0-9A-Za-z]{36}$/);
    expect([prefix, last4]).toEqual([`CS${tag}`, text.slice(-4)]);
    expect(isClientSecret(text)).toBe(true);
    expect(parseTokenString(text)).toBeNull();
  }
});

test("any one-character change of 20 000 random client secrets is refused by its checksum", () => {
  for (let i = 0; i < 20_000; i++) {
    const { text } = makeClientSecret(locator, randomBytes);
    const at = randomInt(text.length);
    const other = base62[randomInt(62)]!;
    if (text[at] === other) continue;
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    expect([changed, isClientSecret(changed)]).toEqual([changed, false]);
  }
});

test("no token of any type is a client secret", () => {
  for (const type of tokenTypeNames) {
    expect(isClientSecret(makeTokenString(type, locator, randomBytes).text)).toBe(false);
  }
});

test("a client id is public: it is found by its beginning, and looks like no token, user or secret", () => {
  const ids = Array.from({ length: 1_000 }, () => makeClientId(randomBytes));
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) {
    expect(id).toMatch(/^client_[0-9A-Za-z]{20}$/);
    expect([isClientId(id), isClientSecret(id), parseTokenString(id), holdsTokenForm(id)]).toEqual([
      true,
      false,
      null,
      false,
    ]);
  }
  for (const text of [
    "",
    "client_",
    "ada@example.test",
    "client_0000000000000000000!",
    "CLIENT_00000000000000000000",
  ]) {
    expect(isClientId(text)).toBe(false);
  }
});

test("a pasted client secret is seen as one: it becomes no part of a search or an address", () => {
  expect(holdsTokenForm(makeClientSecret(locator, randomBytes).text)).toBe(true);
});
