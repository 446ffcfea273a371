import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { keepSection } from "@/bench/verify/results-file";

describe("bench/results.md", () => {
  it("keeps what earlier runs found in the sections that a run leaves out", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "keydesk-results-")), "results.md");
    keepSection(file, "memory", "Monday.", "150 MB");
    keepSection(file, "verify", "Monday.", "20,000 a second");
    keepSection(file, "verify", "Tuesday.", "25,000 a second");
    const text = readFileSync(file, "utf8");
    expect(text).toContain("150 MB\n\nMonday.");
    expect(text).toContain("25,000 a second\n\nTuesday.");
    expect(text).not.toContain("20,000");
    // In the order of a run, whichever came first.
    expect(text.indexOf("25,000")).toBeLessThan(text.indexOf("150 MB"));
    expect(text.match(/^# /gm)).toHaveLength(1);
  });
});
