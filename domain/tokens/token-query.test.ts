import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenCountQueries } from "@/domain/tokens/token-counts";
import { tokenQuerySchema } from "@/domain/tokens/token-query";

const id = "01890a5d-ac96-774b-bcce-b302099a8057";

test("nothing asked is the first page of all that is not deleted, newest first", () => {
  expect(tokenQuerySchema.parse({})).toEqual({
    sort: "createdAt",
    dir: "desc",
    page: { from: "start", index: 0 },
    pageSize: 50,
  });
});

test("an address and a program say the same", () => {
  const asked = {
    status: ["active", "disabled"],
    actsAs: [id],
    ownerGone: true,
    page: 3,
    pageSize: 25,
    lastUsed: "never",
  };
  const address = {
    status: "active,disabled,active",
    actsAs: id,
    ownerGone: "true",
    page: "3",
    pageSize: "25",
    lastUsed: "never",
    q: " ",
    type: "",
    sort: "",
  };
  expect(tokenQuerySchema.parse(address)).toEqual(tokenQuerySchema.parse(asked));
});

test.each([
  ["last", { from: "end", index: 0 }],
  ["last-2", { from: "end", index: 2 }],
  ["7", { from: "start", index: 6 }],
  [1, { from: "start", index: 0 }],
])("page %j is %j", (page, address) => {
  expect(tokenQuerySchema.parse({ page }).page).toEqual(address);
});

test.each([
  ["page", -1],
  ["page", "-1"],
  ["page", 0],
  ["page", 1.5],
  ["page", "next"],
  ["page", 1_000_001],
  ["pageSize", 51],
  ["pageSize", "1000000"],
  ["sort", "passwordHash"],
  ["sort", 'name"; DROP TABLE "Token"'],
  ["dir", "sideways"],
  ["status", "sleeping"],
  ["status", ["active", "sleeping"]],
  ["type", "gateway"],
  ["type", { contains: "x" }],
  ["actsAs", "me"],
  ["createdBy", "1,2"],
  ["organization", "Headquarters"],
  ["createdBy", Array(51).fill(id)],
  ["lastUsed", "yesterday"],
  ["expiring", "maybe"],
  ["ownerGone", "perhaps"],
  ["ids", "1"],
  ["q", "a\0b"],
  ["q", "\ud800"],
  ["q", "q".repeat(201)],
  ["q", ["a"]],
])("%s = %j is refused by that name", (field, value) => {
  const parsed = tokenQuerySchema.safeParse({ [field]: value });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]?.path[0]).toBe(field);
});

test("fields that it does not know are left out", () => {
  expect(tokenQuerySchema.parse({ accountId: id, userId: id, role: "administrator" })).toEqual(
    tokenQuerySchema.parse({}),
  );
});

test("every count is a query that parses", () => {
  for (const query of Object.values(tokenCountQueries))
    expect(tokenQuerySchema.safeParse(query).success).toBe(true);
});

test("parsing never throws", () => {
  fc.assert(
    fc.property(fc.anything(), (input) => {
      tokenQuerySchema.safeParse(input);
    }),
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("q", "status", "page", "type", "pageSize", "ids"), fc.anything()),
      (input) => {
        tokenQuerySchema.safeParse(input);
      },
    ),
  );
});
