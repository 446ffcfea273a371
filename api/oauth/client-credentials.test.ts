import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBasic } from "@/api/oauth/client-credentials";
import { OAuthError } from "@/api/oauth/oauth-error";
import { basic } from "@/api/testing/oauth-client";

// Whole characters: half of a surrogate pair cannot be sent in UTF-8.
const text = fc.string({ unit: "binary", minLength: 1 }).filter((value) => !/\p{Cs}/u.test(value));

test("id and secret of any characters come back out of Basic as they were: colons, percent signs, plus signs, blanks, UTF-8", () => {
  for (const part of [":", "a:b", "100%", "a+b", "a b", "%3A", "ключ", "🔑", "=&?"]) {
    const { authorization } = basic(part, part);
    expect(parseBasic(authorization)).toEqual({ clientId: part, secret: part });
  }
  fc.assert(
    fc.property(text, text, (clientId, secret) => {
      expect(parseBasic(basic(clientId, secret).authorization)).toEqual({ clientId, secret });
    }),
  );
});

test("what is not encoded first is read as long as it can be: our own ids and secrets need no encoding", () => {
  expect(parseBasic(`Basic ${btoa("client_x:CS_a_b")}`)).toEqual({ clientId: "client_x", secret: "CS_a_b" });
  expect(parseBasic(`basic   ${btoa("a:b:c")}`)).toEqual({ clientId: "a", secret: "b:c" });
});

test("any value is read or refused, and nothing else happens", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((value) => `Basic ${value}`),
      ),
      (value) => {
        try {
          expect(parseBasic(value).clientId).not.toBe("");
        } catch (error) {
          expect(error).toBeInstanceOf(OAuthError);
          expect(["invalid_client", "invalid_request"]).toContain((error as OAuthError).code);
        }
      },
    ),
  );
});
