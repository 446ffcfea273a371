import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { makeTokenString } from "@/domain/tokens/token-string";
import { isJwtAdmissible, isSignedBy, jwtTimeRefusal, parseJwt } from "@/domain/verification/jwt";
import { jwtBounds } from "@/domain/verification/jwt-bounds";

const now = new Date("2026-06-15T10:30:00.000Z");
const seconds = Math.floor(now.getTime() / 1000);
const kid = "0197a000-0000-7000-8000-000000000001";
const secret = makeTokenString("api_key", "abcd1234", randomBytes).text;

const encode = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
/** As a program would make it without any library: what no library would make can be made too. */
function sign(header: unknown, claims: unknown, key: string = secret, hash = "sha256"): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest("base64url")}`;
}
const good = { alg: "HS256", kid };
const claims = { exp: seconds + 300 };

describe("the form", () => {
  test("of a JWT made by jose, and of one made by hand", async () => {
    const made = await new SignJWT({ sub: "a" })
      .setProtectedHeader({ alg: "HS256", kid, typ: "JWT" })
      .setIssuedAt(now)
      .setNotBefore(seconds - 5)
      .setIssuer("storefront")
      .setAudience(["keydesk", "other"])
      .setExpirationTime(seconds + 300)
      .sign(new TextEncoder().encode(secret));
    const parsed = parseJwt(made)!;
    expect(parsed).toEqual({
      text: made,
      keyId: kid,
      expiresAt: new Date((seconds + 300) * 1000),
      notBefore: now,
      issuer: "storefront",
      audiences: ["keydesk", "other"],
    });
    expect(await isSignedBy(parsed, secret)).toBe(true);
    expect(parseJwt(sign({ ...good, kid: kid.toUpperCase(), typ: "jwt" }, claims))?.keyId).toBe(kid);
    expect(parseJwt(sign({ ...good, "x-trace": 1 }, { ...claims, aud: "keydesk" }))?.audiences).toEqual([
      "keydesk",
    ]);
  });

  const headers: Record<string, unknown> = {
    "alg none": { ...good, alg: "none" },
    "alg None": { ...good, alg: "None" },
    "alg RS256": { ...good, alg: "RS256" },
    "alg HS512": { ...good, alg: "HS512" },
    "alg hs256": { ...good, alg: "hs256" },
    "no alg": { kid },
    "alg as a list": { ...good, alg: ["HS256"] },
    "no kid": { alg: "HS256" },
    "a kid that is no UUID": { ...good, kid: "key-1" },
    "a kid that is SQL": { ...good, kid: "' OR 1=1 --" },
    "a kid that is a path": { ...good, kid: "../../dev/null" },
    "a kid that is a number": { ...good, kid: 1 },
    "typ of an access token": { ...good, typ: "at+jwt" },
    crit: { ...good, crit: ["exp"] },
    "crit that is empty": { ...good, crit: [] },
    "b64 false": { ...good, b64: false, crit: ["b64"] },
    jku: { ...good, jku: "https://evil.test/keys" },
    jwk: { ...good, jwk: { kty: "oct", k: "AAAA" } },
    x5u: { ...good, x5u: "https://evil.test/cert" },
    x5c: { ...good, x5c: ["AAAA"] },
    "cty JWT": { ...good, cty: "JWT" },
    zip: { ...good, zip: "DEF" },
    "a list": [good],
    null: null,
    "no JSON": "{alg:HS256}",
    empty: "",
  };
  test.each(Object.entries(headers))("a header with %s is malformed", (_, header) => {
    expect(parseJwt(sign(header, claims))).toBeNull();
  });

  const payloads: Record<string, unknown> = {
    "no exp": {},
    "exp as text": { exp: String(seconds + 300) },
    "exp null": { exp: null },
    "exp negative": { exp: -1 },
    "exp past what a Date holds": { exp: 8.65e12 },
    "exp infinite": `{"exp":1e999}`,
    "nbf as text": { ...claims, nbf: "now" },
    "iat as text": { ...claims, iat: "now" },
    "nbf after exp": { ...claims, nbf: claims.exp },
    "iat after exp": { ...claims, iat: claims.exp + 1 },
    "iss as a list": { ...claims, iss: ["a"] },
    "aud as a number": { ...claims, aud: 1 },
    "aud with a number": { ...claims, aud: ["a", 1] },
    "a list": [claims],
    null: null,
    text: '"exp"',
    "no JSON": "{exp:1}",
    empty: "",
  };
  test.each(Object.entries(payloads))("claims with %s are malformed", (_, payload) => {
    expect(parseJwt(sign(good, payload))).toBeNull();
  });

  test("other forms are malformed: parts missing, too many, empty, padded, of another alphabet, too long", () => {
    const made = sign(good, claims);
    const [header, payload, signature] = made.split(".") as [string, string, string];
    for (const text of [
      "",
      "..",
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `.${payload}.${signature}`,
      `${header}..${signature}`,
      `${made}.`,
      `${header}.${payload}.${signature}.${signature}.${signature}`,
      `${made}=`,
      `${header}=.${payload}.${signature}`,
      ` ${made}`,
      `${made}\n`,
      made.replaceAll(".", "|"),
      `${header}.${payload}.${signature.slice(1)}`,
      sign(good, claims, secret, "sha512"),
      `${header}.${Buffer.from([0x7b, 0xff, 0x7d]).toString("base64url")}.${signature}`,
      sign(good, { ...claims, pad: "x".repeat(jwtBounds.lengthMax) }),
    ]) {
      expect(parseJwt(text), text.slice(0, 200)).toBeNull();
    }
    expect(parseJwt(made)).not.toBeNull();
  });

  test("no text makes it throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.json(), fc.json(), (text, header, payload) => {
        parseJwt(text);
        parseJwt(sign(header, payload));
        parseJwt(`${text}.${text}.${text}`);
      }),
    );
  });
});

describe("the signature", () => {
  test("a flipped bit, a changed, lost or added character anywhere never verifies", async () => {
    const made = sign({ ...good, typ: "JWT" }, { ...claims, sub: "storefront" });
    expect(await isSignedBy(parseJwt(made)!, secret)).toBe(true);
    const verifies = async (text: string) => {
      const parsed = parseJwt(text);
      return parsed !== null && (await isSignedBy(parsed, secret));
    };
    const bytes = Buffer.from(made, "latin1");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      expect(await verifies(copy.toString("latin1")), `bit ${bit}`).toBe(false);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.nat(made.length - 1),
        fc.constantFrom(..."ABCXYZabcxyz0189-_.=+/ "),
        fc.constantFrom("replace", "insert", "remove"),
        async (at, character, how) => {
          const rest = made.slice(how === "insert" ? at : at + 1);
          const text = made.slice(0, at) + (how === "remove" ? "" : character) + rest;
          fc.pre(text !== made);
          expect(await verifies(text)).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("of another key, another hash, the key's digest or nothing does not verify", async () => {
    const other = makeTokenString("api_key", "abcd1234", randomBytes).text;
    for (const key of [other, secret.slice(0, -1), `${secret} `, secret.toLowerCase(), ""]) {
      expect(await isSignedBy(parseJwt(sign(good, claims, key))!, secret)).toBe(false);
    }
    const [header, payload] = sign(good, claims).split(".");
    const nothing = parseJwt(`${header}.${payload}.${Buffer.alloc(32).toString("base64url")}`);
    expect(await isSignedBy(nothing!, secret)).toBe(false);
  });

  test("any claims that an honest signer makes verify, under its key alone", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }), async (more) => {
        const { iss, aud, nbf, iat, ...rest } = more;
        const text = sign(good, { ...rest, ...claims });
        fc.pre(text.length <= jwtBounds.lengthMax);
        const parsed = parseJwt(text);
        expect(parsed).not.toBeNull();
        expect(await isSignedBy(parsed!, secret)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("times and addressees", () => {
  const parse = (more: object) => parseJwt(sign(good, { ...claims, ...more }))!;
  const at = (offset: number) => new Date((seconds + offset) * 1000);
  const free = { audience: null, issuer: null };

  test("exp may lie at most 24 hours ahead, and a minute for the clocks", () => {
    expect(isJwtAdmissible(parse({ exp: seconds + 86_400 + 60 }), free, now)).toBe(true);
    expect(isJwtAdmissible(parse({ exp: seconds + 86_400 + 61 }), free, now)).toBe(false);
    expect(isJwtAdmissible(parse({ exp: 9_999_999_999 }), free, now)).toBe(false);
    expect(isJwtAdmissible(parse({ exp: 0 }), free, now)).toBe(true);
  });

  test("it expires a minute after exp, to the millisecond", () => {
    const jwt = parse({ exp: seconds });
    expect(jwtTimeRefusal(jwt, new Date(at(60).getTime() - 1))).toBeNull();
    expect(jwtTimeRefusal(jwt, at(60))).toBe("expired");
  });

  test("it begins a minute before the later of nbf and iat, to the millisecond", () => {
    for (const more of [
      { nbf: seconds + 100 },
      { iat: seconds + 100 },
      { nbf: seconds + 100, iat: seconds },
    ]) {
      expect(jwtTimeRefusal(parse(more), new Date(at(40).getTime() - 1))).toBe("not_yet_valid");
      expect(jwtTimeRefusal(parse(more), at(40))).toBeNull();
    }
    expect(jwtTimeRefusal(parse({}), new Date(0))).toBeNull();
  });

  test("aud and iss count where the deployment expects them", () => {
    const policy = { audience: "keydesk", issuer: "storefront" };
    const both = { aud: "keydesk", iss: "storefront" };
    expect(isJwtAdmissible(parse(both), policy, now)).toBe(true);
    expect(isJwtAdmissible(parse({ ...both, aud: ["x", "keydesk"] }), policy, now)).toBe(true);
    for (const wrong of [
      {},
      { aud: "keydesk" },
      { iss: "storefront" },
      { ...both, aud: "Keydesk" },
      { ...both, aud: [] },
      { ...both, iss: "x" },
    ]) {
      expect(isJwtAdmissible(parse(wrong), policy, now)).toBe(false);
      expect(isJwtAdmissible(parse(wrong), free, now)).toBe(true);
    }
  });
});
