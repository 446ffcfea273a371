import fc from "fast-check";
import { expect, test } from "vitest";
import { findStoragePlace, withStoragePlace } from "@/domain/tokens/storage-place";

test("the place becomes a line of its own under the notes", () => {
  expect(withStoragePlace("", "Vault, kv/sync")).toBe("Stored in: Vault, kv/sync");
  expect(withStoragePlace("Snowflake loader", " Vault,\nkv/sync ")).toBe(
    "Snowflake loader\nStored in: Vault, kv/sync",
  );
});

test("a new place replaces the earlier one and leaves every other line alone", () => {
  const first = withStoragePlace("Snowflake loader\nask Deniz first", "Vault");
  expect(withStoragePlace(first, "1Password")).toBe(
    "Snowflake loader\nask Deniz first\nStored in: 1Password",
  );
});

test("an empty place removes the line", () => {
  expect(withStoragePlace("Loader\nStored in: Vault", "  ")).toBe("Loader");
});

test("what was saved is found again", () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^[!-~]{1,80}$/), (notes, place) => {
      expect(findStoragePlace(withStoragePlace(notes, place))).toBe(place);
    }),
  );
});
