import { describe, expect, it } from "vitest";
import { readTypedCode, recoveryAlphabet, writeRecoveryCode } from "@/domain/second-factors/typed-code";

describe("a code as people type it", () => {
  it.each(["123456", " 123 456 ", "123-456", "123–456", "１２３４５６", "123\u00a0456"])(
    "reads %j as the app's",
    (typed) => expect(readTypedCode(typed)).toEqual({ kind: "app", digits: "123456" }),
  );

  it.each(["abcde-fgh1j", "ABCDEFGHIJ", "abcde fghlj", " abcdefgh1j "])(
    "reads %j as a recovery code",
    (typed) => expect(readTypedCode(typed)).toEqual({ kind: "recovery", code: "abcdefgh1j" }),
  );

  it.each([
    "",
    " ",
    "12345",
    "1234567",
    "١٢٣٤٥٦",
    "12345a",
    "abcde-fghi",
    "abcdefghijk",
    "uuuuu-uuuuu",
    "✓".repeat(10),
  ])("takes %j for none", (typed) => expect(readTypedCode(typed)).toBeNull());

  it("reads back what it writes, whatever the characters", () => {
    for (let i = 0; i < recoveryAlphabet.length; i++) {
      const code = `${recoveryAlphabet.slice(i)}${recoveryAlphabet}`.slice(0, 10);
      expect(readTypedCode(writeRecoveryCode(code).toUpperCase())).toEqual({ kind: "recovery", code });
    }
  });
});
