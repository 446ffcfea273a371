import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import { detailsDepthMax, type LogJson, type LogRow, readLogRow } from "@/domain/audit/log/log-row";
import { anyRow, testRow } from "@/domain/audit/log/testing/log-rows";
import { bytesOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";

const write = openCanonicalWriter();
const hex = (row: LogRow) => Buffer.from(write(row)).toString("hex");
const withDetails = (details: Record<string, LogJson>) => testRow(1, { details });

test("any event has the bytes that a second implementation, which shares no code with ours, gives it", () => {
  fc.assert(
    fc.property(anyRow, (row) => {
      expect(readLogRow(row)).toBe(row);
      expect(hex(row)).toBe(bytesOf(row).toString("hex"));
    }),
    { numRuns: 500 },
  );
});

test("an event that went through JSON has the same bytes, in whatever order its members come", () => {
  fc.assert(
    fc.property(anyRow, (row) => {
      const turned = JSON.parse(JSON.stringify(row), (_, value) =>
        value !== null && typeof value === "object" && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
      ) as LogRow;
      expect(hex(turned)).toBe(hex(row));
    }),
  );
});

test("names are sorted by code point, not by UTF-16 unit", () => {
  const bytes = Buffer.from(write(withDetails({ "😀": 1, "\uff01": 2, a: 3, ab: 4 })));
  const places = ["a", "ab", "\uff01", "😀"].map((name) => {
    const utf8 = Buffer.from(name);
    return bytes.lastIndexOf(Buffer.concat([Buffer.of(0, 0, 0, utf8.length), utf8, Buffer.from("d")]));
  });
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

describe("two events that differ have different bytes", () => {
  test("in each single field", () => {
    const row = testRow(7);
    for (const name of Object.keys(row) as (keyof LogRow)[]) {
      const other =
        name === "seq"
          ? { seq: 8 }
          : name === "details"
            ? { details: {} }
            : { [name]: `${String(row[name]).slice(0, -1)}x` };
      expect(hex({ ...row, ...other })).not.toBe(hex(row));
    }
  });

  test.each([
    [{ a: null }, {}],
    [{ a: "" }, { a: null }],
    [{ a: "1" }, { a: 1 }],
    [{ a: false }, { a: 0 }],
    [{ a: [] }, { a: {} }],
    [{ a: ["b", "c"] }, { a: ["bc"] }],
    [{ a: "é" }, { a: "e\u0301" }],
    [{ a: 1 }, { a: 1.0000000000000002 }],
    [{ ab: "" }, { a: "b" }],
  ] as Record<string, LogJson>[][])("details %j and %j", (one, other) => {
    expect(hex(withDetails(one!))).not.toBe(hex(withDetails(other!)));
  });

  test("where a text moves from one field to the next", () => {
    expect(hex(testRow(1, { actorName: "ab", action: "c" }))).not.toBe(
      hex(testRow(1, { actorName: "a", action: "bc" })),
    );
  });
});

test("nothing and an empty text are one where a field may be null, so that CSV and JSON say the same; zero is one too", () => {
  expect(hex(testRow(1, { targetName: "" }))).toBe(hex(testRow(1, { targetName: null })));
  expect(hex(withDetails({ a: -0 }))).toBe(hex(withDetails({ a: 0 })));
});

test("long events fit, and leave nothing behind in the next one", () => {
  const short = hex(testRow(1));
  const long = testRow(2, { userAgent: "ü".repeat(40_000), details: { list: Array(5_000).fill("x") } });
  expect(hex(long)).toBe(bytesOf(long).toString("hex"));
  expect(hex(testRow(1))).toBe(short);
});

describe("a row whose form is none of an event's is refused with a reason", () => {
  const deep = (depth: number): LogJson => (depth === 0 ? 1 : [deep(depth - 1)]);
  test.each([
    ["null", null, "It is no object."],
    ["a list", [], "It is no object."],
    ["a text", "row", "It is no object."],
    ["no log", { ...testRow(1), logId: undefined }, "logId is no id."],
    ["seq 0", testRow(0), "seq is no whole number from 1 on."],
    ["seq as text", { ...testRow(1), seq: "1" }, "seq is no whole number from 1 on."],
    ["seq past exact numbers", testRow(1, { seq: 2 ** 53 }), "seq is no whole number from 1 on."],
    ["an id in capitals", testRow(1, { id: testRow(1).id.toUpperCase() }), "id is not written"],
    ["a spreadsheet's time", testRow(1, { at: "15.06.2026 10:00" }), "at is not written"],
    ["a time without milliseconds", testRow(1, { at: "2026-06-15T10:00:00Z" }), "at is not written"],
    ["a time elsewhere", testRow(1, { at: "2026-06-15T12:00:00.000+02:00" }), "at is not written"],
    ["no action", { ...testRow(1), action: null }, "action is no text."],
    ["half a character", testRow(1, { actorName: "\ud800" }), "actorName holds half of a character."],
    ["half a character inside", withDetails({ a: ["\udc00"] }), "details holds half of a character."],
    ["half a character as a name", withDetails({ "\udc00": 1 }), "details holds half of a character."],
    ["an endless number", withDetails({ a: Number.POSITIVE_INFINITY }), "details holds too large a number."],
    ["details as text", { ...testRow(1), details: "{}" }, "details is no object."],
    ["details too deep", withDetails({ a: deep(detailsDepthMax) }), "details lie too deep"],
    ["one field more", { ...testRow(1), note: "" }, "It has a field that is none of an event's."],
  ])("%s", (_, value, reason) => {
    expect(readLogRow(value)).toContain(reason);
  });

  test("no value of any kind makes it throw", () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof readLogRow(value) === "string"));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(testRow(1))), fc.anything(), (name, value) => {
        readLogRow({ ...testRow(1), [name]: value });
      }),
    );
  });
});
