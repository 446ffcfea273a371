import { describe, expect, it } from "vitest";
import { findCurrentHref } from "./nav";

const hrefs = ["/", "/tokens", "/tokens/policy", "/audit"];

describe("the current entry", () => {
  it.each([
    ["/", "/"],
    ["/tokens", "/tokens"],
    ["/tokens/018f", "/tokens"],
    ["/tokens/policy", "/tokens/policy"],
    ["/tokens/policy/history", "/tokens/policy"],
    ["/tokens-of-others", null],
    ["/reviews", null],
  ])("of %s is %s", (path, href) => {
    expect(findCurrentHref(path, hrefs)).toBe(href);
  });
});
