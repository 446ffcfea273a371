import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCodes } from "@/domain/errors/codes";
import {
  buildChallenge,
  buildForbiddenChallenge,
  buildGatewayChallenge,
  charsetSafe,
  invalidRequestChallenge,
} from "@/domain/verification/challenge";
import { type RefusalVerdict, verdicts } from "@/domain/verification/verdicts";

const refusals = verdicts.filter((verdict): verdict is RefusalVerdict => verdict !== "valid");
const quoted = String.raw`"[\x20\x21\x23-\x5b\x5d-\x7e]*"`;
// RFC 9110 §11.6.1 with RFC 6750 §3: Bearer with parameters in the safe characters, then the other scheme.
const grammar = new RegExp(`^Bearer [a-z_]+=${quoted}(?:, [a-z_]+=${quoted})*, Impersonation$`);

// Any UTF-16, also controls and half characters.
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

describe("the challenge of a refusal", () => {
  test.each(refusals)("%s: well formed, both schemes, no parameter twice", (verdict) => {
    const value = buildChallenge(verdict, "reports:read");
    expect(value).toMatch(grammar);
    const names = [...value.matchAll(/([a-z_]+)=/g)].map((match) => match[1]);
    expect(new Set(names).size).toBe(names.length);
  });

  const forbidding = Object.entries(errorCodes).filter(([, { status }]) => status === 403);
  test.each(forbidding.map(([code]) => code as keyof typeof errorCodes))(
    "403 %s: well formed too",
    (code) => {
      expect(buildForbiddenChallenge(code)).toMatch(grammar);
      expect(buildForbiddenChallenge(code)).toContain('error="insufficient_scope"');
    },
  );

  test("no token at all carries no error (RFC 6750 §3.1)", () => {
    expect(buildChallenge("missing")).toBe('Bearer realm="Keydesk", Impersonation');
  });

  test.each([
    ["revoked", 'error="invalid_token"'],
    ["wrong_scheme", 'error="invalid_token"'],
    ["forbidden", 'error="insufficient_scope"'],
    ["organization_required", 'error="invalid_request"'],
  ] as const)("%s names %s", (verdict, error) => {
    expect(buildChallenge(verdict)).toContain(error);
  });

  test("a lacking permission is named as scope", () => {
    expect(buildChallenge("forbidden", "reports:write")).toContain('scope="reports:write"');
  });

  test.each([
    "malformed",
    "unknown",
    "revoked",
    "disabled",
    "expired",
    "not_yet_valid",
    "owner_inactive",
  ] as const)("%s looks like unknown", (verdict) => {
    expect(buildChallenge(verdict)).toBe(buildChallenge("unknown"));
  });

  test("nothing that is reflected breaks the header", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(charsetSafe(text)).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/);
        expect(buildChallenge("forbidden", text)).toMatch(grammar);
      }),
    );
  });
});

test("challenges that are made once are well formed too", () => {
  expect(invalidRequestChallenge).toMatch(grammar);
  expect(buildGatewayChallenge(false)).toBe('Bearer realm="Keydesk gateways"');
  expect(buildGatewayChallenge(true)).toContain('error="invalid_token"');
});

test("every refusal has a status, a title and a way to mend it in the catalogue", () => {
  for (const verdict of refusals) {
    expect(errorCodes[verdict].status).toBeGreaterThanOrEqual(400);
    expect(errorCodes[verdict].mend).not.toBe("");
  }
});
