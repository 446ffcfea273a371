import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeTokenString } from "@/domain/tokens/token-string";
import { holdsTwoCredentials, parseAuthorization, parsePresented } from "@/domain/verification/credential";

const { text } = makeTokenString("impersonation", "Ab3dEf9h", randomBytes);

// Any UTF-16, also controls and half characters.
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

describe("an Authorization value", () => {
  test.each([
    [`Bearer ${text}`, "bearer"],
    [`bearer ${text}`, "bearer"],
    [`IMPERSONATION   ${text}`, "impersonation"],
    [`Impersonation\t${text} `, "impersonation"],
    [text, ""],
  ])("%# carries a token with its scheme", (value, scheme) => {
    expect(parseAuthorization(value)).toMatchObject({ kind: "token", scheme, token: { text } });
  });

  test.each([undefined, "", "   ", "Basic dXNlcjpwYXNz", "Digest username=x", "Basic"])(
    "without one of our schemes carries no token: %j",
    (value) => {
      expect(parseAuthorization(value)).toEqual({ kind: "missing" });
    },
  );

  test.each([
    "Bearer",
    "Bearer ",
    "Bearer x",
    `Bearer ${text}x`,
    `Bearer ${text.slice(0, -1)}`,
    `Bearer ${text} ${text}`,
    `Impersonation "${text}"`,
    `Bearer ${text}, ${text}`,
    "Impersonation {{apiKey}}",
  ])("with something else in the place of a token is malformed: %#", (value) => {
    expect(parseAuthorization(value)).toEqual({ kind: "malformed" });
  });

  test("any text is read without throwing", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(["missing", "malformed"]).toContain(parseAuthorization(value).kind);
        expect(parseAuthorization(`Bearer ${value}`).kind).toBe("malformed");
      }),
    );
  });
});

test("a token that a gateway hands over bare has no scheme to check", () => {
  expect(parsePresented(text)).toMatchObject({ kind: "token", scheme: null });
  expect(parsePresented(`Bearer ${text}`)).toMatchObject({ kind: "token", scheme: "bearer" });
  expect(parsePresented("")).toEqual({ kind: "missing" });
  expect(parsePresented("nonsense")).toEqual({ kind: "malformed" });
});

test("two credentials in one value are seen", () => {
  expect(holdsTwoCredentials(`Bearer ${text}, Impersonation ${text}`)).toBe(true);
  expect(holdsTwoCredentials(`Bearer ${text},bearer ${text}`)).toBe(true);
  expect(holdsTwoCredentials(`Bearer ${text}, Basic YTpi`)).toBe(true);
  expect(holdsTwoCredentials(`Bearer ${text}`)).toBe(false);
});
