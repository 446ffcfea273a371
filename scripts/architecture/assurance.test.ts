import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const rows = readFileSync("docs/assurance.md", "utf8")
  .split("\n")
  .map((line) => /^\| .* \| `([^`]+)` \| (.+) \|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, file = "", title = ""]) => ({ file, title }));

describe("docs/assurance.md", () => {
  test("has claims", () => expect(rows.length).toBeGreaterThan(25));

  test.each(rows)("$file has: $title", ({ file, title }) => {
    expect(existsSync(file), `${file} exists`).toBe(true);
    expect(readFileSync(file, "utf8")).toContain(title);
  });
});
