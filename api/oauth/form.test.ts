import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseForm, pickParameters } from "@/api/oauth/form";
import { OAuthError } from "@/api/oauth/oauth-error";

// Whole characters: half of a surrogate pair cannot be sent in UTF-8.
const text = fc.string({ unit: "binary" }).filter((value) => !/\p{Cs}/u.test(value));
const pairs = fc.array(fc.tuple(text, text), { maxLength: 8 });

describe("a form", () => {
  test("of any names and values comes back as it was encoded", () => {
    fc.assert(
      fc.property(pairs, (sent) => {
        const body = Buffer.from(new URLSearchParams(sent).toString());
        expect(parseForm(body)).toEqual(sent);
      }),
    );
  });

  test("of any bytes is parsed or refused as invalid_request, and nothing else happens", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          for (const pair of parseForm(Buffer.from(bytes))) expect(pair).toHaveLength(2);
        } catch (error) {
          expect(error).toBeInstanceOf(OAuthError);
          expect((error as OAuthError).code).toBe("invalid_request");
        }
      }),
    );
  });

  test("takes + for a blank, a name without = for an empty value, and empty pairs for nothing", () => {
    expect(parseForm(Buffer.from("a+b=c+d&&e&=f&g=h=i%3D&"))).toEqual([
      ["a b", "c d"],
      ["e", ""],
      ["", "f"],
      ["g", "h=i="],
    ]);
    expect(parseForm(Buffer.from(""))).toEqual([]);
  });
});

describe("the parameters of an endpoint", () => {
  test("are null when they are left out or empty; what it does not know is ignored, however often it comes", () => {
    const form = parseForm(Buffer.from("a=1&b=&x=1&x=2&__proto__=1&constructor=2"));
    expect(pickParameters(form, ["a", "b", "c"])).toEqual({ a: "1", b: null, c: null });
  });

  test("are refused when they stand there twice, also empty or with the same value", () => {
    for (const body of ["a=1&a=2", "a=1&a=1", "a=&a=1", "a=1&a="]) {
      expect(() => pickParameters(parseForm(Buffer.from(body)), ["a"])).toThrow(OAuthError);
    }
  });
});
