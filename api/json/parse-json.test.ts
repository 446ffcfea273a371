import fc from "fast-check";
import { expect, test } from "vitest";
import { hasDuplicateKeys } from "@/api/json/duplicate-keys";
import { MalformedJson, parseJson } from "@/api/json/parse-json";

const refuses = (text: string) => {
  try {
    parseJson(Buffer.from(text));
    return false;
  } catch (error) {
    return error instanceof MalformedJson;
  }
};

// Few keys and odd texts, so that the same key often comes twice, also escaped, empty, or as "__proto__".
const key = fc.constantFrom("a", "b", "", "__proto__", "to\\u0061", "toa", "7");
const value = fc.constantFrom('"x"', '""', '"\\""', "1", "null", "{}", '["a","a"]', '{"a":1,"a":2}', '"a:b"');
const object = fc
  .array(fc.tuple(key, value), { maxLength: 4 })
  .map((pairs) => `{${pairs.map(([name, of]) => `"${name}":${of}`).join(",")}}`);

test("a key that stands twice is refused, and nothing else is", () => {
  fc.assert(
    fc.property(object, (text) => {
      expect(refuses(text)).toBe(hasDuplicateKeys(text));
    }),
    { numRuns: 5_000 },
  );
});

test.each(['{"a":"x","a":"y"}', '{"a":"","a":""}', '{"__proto__":"x","__proto__":"y"}', '{"7":"x","7":"y"}'])(
  "%s is refused",
  (text) => {
    expect(refuses(text)).toBe(true);
  },
);

test("texts alone are taken", () => {
  expect(parseJson(Buffer.from('{"token":"x","ip":"y"}'))).toEqual({ token: "x", ip: "y" });
});
