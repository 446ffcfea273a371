import fc from "fast-check";
import { expect, test } from "vitest";
import { attachment, fileNamePart } from "@/domain/text/content-disposition";

test("both names are there, the full one encoded", () => {
  expect(attachment("tokens.csv", "tokens Grün (1)'s.csv")).toBe(
    "attachment; filename=\"tokens.csv\"; filename*=UTF-8''tokens%20Gr%C3%BCn%20%281%29%27s.csv",
  );
});

test.each([
  ["../../etc/passwd", "etc-passwd"],
  ['a"; filename="b.exe', "a-; filename=-b.exe"],
  ["a\r\nSet-Cookie: x", "aSet-Cookie- x"],
  ["invoice\u202efdp.exe", "invoicefdp.exe"],
  [".hidden.", "hidden"],
  ["-rf", "rf"],
  ["Δ 漢字 🇩🇪", "Δ 漢字 🇩🇪"],
  ["\ud800x", "x"],
])("%j becomes %j", (name, part) => {
  expect(fileNamePart(name)).toBe(part);
});

test("whatever the name, the header is one line of ASCII that holds it whole", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (name) => {
      const part = fileNamePart(name);
      const header = attachment("x.csv", part);
      expect(header).toMatch(/^attachment; filename="x\.csv"; filename\*=UTF-8''[\w!#$&+.^`|~%-]*$/);
      expect(decodeURIComponent(header.slice(header.indexOf("''") + 2))).toBe(part);
      expect(part).not.toMatch(/[/\\]|^\.|^-/);
    }),
  );
});
