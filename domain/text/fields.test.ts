import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeClientSecret } from "@/domain/oauth/client-credentials";
import { lengthOf, nameField, notesField } from "@/domain/text/fields";
import { makeTokenString } from "@/domain/tokens/token-string";

// Every UTF-16 unit, lone surrogates and controls included.
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 })
  .map((units) => String.fromCharCode(...units));

const name = nameField("The name", 200);
const notes = notesField("The notes", 2000);

test.each([
  ["one character", "a", "a"],
  ["200 characters", "n".repeat(200), "n".repeat(200)],
  ["200 emoji of several code points count as what PostgreSQL counts", "😀".repeat(200), "😀".repeat(200)],
  ["blanks around it", "  sync \t", "sync"],
  ["right-to-left text", "مزامنة ليلية", "مزامنة ليلية"],
  ["an emoji with joiners", "👩‍👩‍👧 family", "👩‍👩‍👧 family"],
  ["a formula: text like any other here", "=1+1", "=1+1"],
  ["HTML", "<script>alert(1)</script>", "<script>alert(1)</script>"],
  ["decomposed letters are composed", "e\u0301", "\u00e9"],
])("a name may be: %s", (_, given, kept) => {
  expect(name.parse(given)).toBe(kept);
});

test.each([
  ["nothing", ""],
  ["blanks alone", " \t\u00a0"],
  ["invisible characters alone", "\u200b\u200d\u2060\u3164"],
  ["201 characters", "n".repeat(201)],
  ["201 emoji", "😀".repeat(201)],
  ["10 000 characters", "n".repeat(10_000)],
  ["a line break", "a\nb"],
  ["NUL", "a\0b"],
  ["escape", "a\u001bb"],
  ["a lone surrogate", "a\ud800b"],
  ["a direction override", "a\u202eb"],
  ["a direction isolate", "a\u2066b"],
  ["a line separator", "a\u2028b"],
  ["a byte-order mark inside", "a\ufeffb"],
])("a name may not be: %s", (_, given) => {
  expect(name.safeParse(given).success).toBe(false);
});

test("notes may be empty and have lines of any system, but no other control characters", () => {
  expect(notes.parse("")).toBe("");
  expect(notes.parse("a\r\nb\rc\n\td")).toBe("a\nb\nc\n\td");
  expect(notes.safeParse("a\0").success).toBe(false);
  expect(notes.safeParse("n".repeat(2001)).success).toBe(false);
});

test("whatever a name is given, it comes out within bounds, without control characters, and stays itself when parsed again", () => {
  fc.assert(
    fc.property(anyText, (given) => {
      const parsed = name.safeParse(given);
      if (!parsed.success) return;
      expect(lengthOf(parsed.data)).toBeGreaterThan(0);
      expect(lengthOf(parsed.data)).toBeLessThanOrEqual(200);
      expect(parsed.data).not.toMatch(/\p{Cc}/u);
      expect(name.parse(parsed.data)).toBe(parsed.data);
    }),
    { numRuns: 500 },
  );
});

test("a secret that was pasted into a name or notes is refused, and not repeated; what pages show of a token may stand there", () => {
  const secrets = [
    makeTokenString("impersonation", "4kT9xQ2m", randomBytes, "acme").text,
    makeTokenString("personal", "4kT9xQ2m", randomBytes, "").text,
    makeClientSecret("4kT9xQ2m", randomBytes).text,
  ];
  for (const secret of secrets) {
    for (const field of [name, notes]) {
      const refused = field.safeParse(`Vault, ${secret}`);
      expect(refused.error?.issues.map(({ message }) => message)).toEqual([
        expect.stringContaining("may not hold a token"),
      ]);
      expect(JSON.stringify(refused.error)).not.toContain(secret.slice(-20));
      expect(field.parse(`${secret.slice(0, 11)}…${secret.slice(-4)}`)).toBeTruthy();
    }
  }
  for (const text of [
    "DB_20261122_backup",
    "docs/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms",
    "PT_4kT9xQ2m_",
  ])
    expect(notes.parse(text)).toBe(text);
});
