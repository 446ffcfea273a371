import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { secretsCsv } from "@/domain/tokens/secrets-csv";

test("a file of secrets is read back as it was, and no name in it is run as a formula", () => {
  const tokens = [
    { id: "1", name: '=HYPERLINK("http://x")', secret: "IK_a_1" },
    { id: "2", name: 'Nightly, "sync"\n2', secret: "OT_b_2" },
  ];
  const rows = parse(secretsCsv(tokens), { columns: true });
  expect(rows).toEqual([
    { name: '\'=HYPERLINK("http://x")', secret: "IK_a_1", id: "1" },
    { name: 'Nightly, "sync"\n2', secret: "OT_b_2", id: "2" },
  ]);
});
