import { describe, expect, it } from "vitest";
import { maskSecret } from "./mask-secret";

describe("a masked secret", () => {
  it("keeps the public head and the last four characters only", () => {
    expect(maskSecret("IK_4kT9xQ2m_abcdefghijklmnopqrstuvwxyz01237Qx2")).toBe("IK_4kT9xQ2m_••••••••7Qx2");
  });

  it("keeps nothing of a short secret", () => {
    expect(maskSecret("hunter2")).toBe("••••••••");
  });

  it("does not tell how long the secret is", () => {
    expect(maskSecret(`a_${"x".repeat(40)}`)).toBe(maskSecret(`a_${"x".repeat(90)}`));
  });
});
