import { expect, test } from "vitest";
import { clientTokenSeconds, grantScope } from "@/domain/oauth/client-tokens";

test("no scope gets the default; what cannot be given exactly is refused, not widened or narrowed", () => {
  expect(grantScope(null)).toBe("*");
  expect(grantScope("*")).toBe("*");
  expect(grantScope("* *")).toBe("*");
  for (const asked of ["reports:read", "* reports:read", "", " ", "*,*"])
    expect(grantScope(asked)).toBeNull();
});

test("tokens of clients end within the hour (RFC 6750 §5.3)", () => {
  expect(clientTokenSeconds).toBeLessThanOrEqual(3600);
});
