import { describe, expect, it } from "vitest";
import { newPasswordField } from "@/domain/access/password-field";
import { findPasswordFault } from "@/services/passwords/password-policy";

const own = ["Ada Varga", "ada.varga@example.com"];

describe("newPasswordField", () => {
  it("takes 12 to 256 characters of any kind, verbatim", () => {
    for (const password of ["  spaces kept  ", "🦉".repeat(12), "ß".repeat(256), "x".repeat(64)])
      expect(newPasswordField.parse(password)).toBe(password);
  });
  it("refuses 11 and 257 characters, counted as people count", () => {
    expect(newPasswordField.safeParse("🦉".repeat(11)).success).toBe(false);
    expect(newPasswordField.safeParse("x".repeat(257)).success).toBe(false);
  });
});

describe("findPasswordFault", () => {
  it.each([
    "unbelievable",
    "Password1234",
    "!!qwerty2026",
    "passwordpassword",
    "aaaaaaaaaaaaaaa",
    "abcabcabcabc",
    "123456789012",
    "098765432109",
    "abcdefghijklmn",
    "Ada.Varga@example.com",
    "ada varga 2026",
    "Keydesk-2026!",
  ])("refuses %s", (password) => {
    expect(findPasswordFault(password, own)).not.toBeNull();
  });
  it.each(["correct horse battery", "Varga trifft Igel am Bach", "9x!rV2pQ0k-Zt", "пароль из шести слов"])(
    "takes %s",
    (password) => {
      expect(findPasswordFault(password, own)).toBeNull();
    },
  );
});
