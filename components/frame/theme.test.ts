import { expect, it } from "vitest";
import { parseTheme } from "./theme";

it("takes the three themes and follows the system for anything else", () => {
  expect(["system", "light", "dark"].map(parseTheme)).toEqual(["system", "light", "dark"]);
  expect([undefined, "", "Dark", "blue"].map(parseTheme)).toEqual(["system", "system", "system", "system"]);
});
