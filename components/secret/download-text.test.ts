import { expect, test } from "vitest";
import { fileStem } from "@/components/secret/download-text";

test("a file name holds nothing of a token's name that a file system could mistake", () => {
  expect(fileStem("Nightly sync (EU)")).toBe("nightly-sync-eu");
  expect(fileStem("../../etc/passwd")).toBe("etc-passwd");
  expect(fileStem("été")).toBe("e-te");
  expect(fileStem("🔑")).toBe("token");
  expect(fileStem("x".repeat(200))).toHaveLength(40);
});
