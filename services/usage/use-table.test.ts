import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createRandom } from "@/services/seed/demo/random";
import { createUseTable, type SecretUse, type UseTable } from "@/services/usage/use-table";

const bounds = { agentLengthMax: 200, callersPerTokenMax: 3, keysMax: 20_000 };

const use = (more: Partial<SecretUse> = {}): SecretUse => ({
  tokenId: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f",
  accountId: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e20",
  secretId: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e21",
  verdict: "valid",
  hour: 1_800_000_000_000,
  isCounted: true,
  ip: "192.0.2.7",
  agent: "curl/8 with blanks, é and 😀",
  first: 1_800_000_000_001,
  last: 1_800_000_000_001,
  count: 1,
  ...more,
});

function all(table: UseTable): SecretUse[] {
  const found: SecretUse[] = [];
  table.each((each) => found.push(each));
  return found;
}

/** What `write` says, read as the database reads it. */
function written(table: UseTable): Record<string, unknown>[] {
  const { lines, names } = table.write();
  const { accounts, places } = JSON.parse(names) as { accounts: string[]; places: [string, string][] };
  const text = lines.toString("utf8");
  if (text === "") return [];
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [tokenId, secretId, account, verdict, hour, first, last, count, place, flags] = line.split(" ");
      const [ip, agent] = places[Number(place)]!;
      return {
        tokenId,
        secretId,
        accountId: accounts[Number(account)],
        verdict,
        hour: Number(hour),
        first: Number(first),
        last: Number(last),
        count: Number(count),
        ip,
        agent,
        isCounted: flags!.includes("c"),
      };
    });
}

describe("uses of tokens", () => {
  test("what differs in its times alone is one line, all else is another", () => {
    const table = createUseTable(bounds);
    table.add(use());
    table.add(use({ first: 5, last: 1_800_000_000_009, count: 2 }));
    expect(all(table)).toEqual([use({ first: 5, last: 1_800_000_000_009, count: 3 })]);
    const others: Partial<SecretUse>[] = [
      { secretId: randomUUID() },
      { verdict: "disabled", ip: "", agent: "" },
      { hour: 1_800_003_600_000 },
      { isCounted: false },
      { ip: "192.0.2.8" },
      { agent: "another" },
    ];
    for (const other of others) table.add(use(other));
    expect(table.lines()).toBe(1 + others.length);
  });

  test("of callers beyond the bound only the latest place is kept, and every use is counted", () => {
    const table = createUseTable(bounds);
    for (let i = 0; i < 10; i++) table.add(use({ ip: `192.0.2.${i}`, first: i, last: i }));
    table.add(use({ ip: "192.0.2.99", first: 4, last: 4 }));
    const found = all(table);
    expect(found.map(({ ip, count }) => `${ip} ${count}`)).toEqual([
      "192.0.2.0 1",
      "192.0.2.1 1",
      "192.0.2.2 1",
      "192.0.2.9 8",
    ]);
    const flags = table
      .write()
      .lines.toString()
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ").at(-1));
    expect(flags).toEqual(["cr", "cr", "cr", "c"]);
  });

  test("what finds no room is told, and what has a line finds its line", () => {
    const table = createUseTable({ ...bounds, keysMax: 2 });
    expect(table.add(use())).toBe(0);
    expect(table.add(use({ secretId: randomUUID() }))).toBe(0);
    expect(table.add(use({ secretId: randomUUID(), count: 7 }))).toBe(7);
    expect(table.add(use())).toBe(0);
    expect(all(table)[0]?.count).toBe(2);
  });

  test("thousands of random uses are added up as a map adds them up, also after the table was emptied", () => {
    const random = createRandom("uses");
    const tokens = Array.from({ length: 6_000 }, () => [randomUUID(), randomUUID()] as const);
    const accounts = [randomUUID(), randomUUID(), randomUUID()];
    const table = createUseTable(bounds);
    for (let round = 0; round < 2; round++) {
      const expected = new Map<string, SecretUse>();
      for (let i = 0; i < 12_000; i++) {
        const [tokenId, secretId] = random.pick(tokens);
        const at = 1_800_000_000_000 + random.whole(0, 1_000_000);
        const next = use({
          tokenId,
          secretId,
          accountId: accounts[tokenId.charCodeAt(0) % 3]!,
          verdict: random.pick(["valid", "organization_required"]),
          first: at,
          last: at,
        });
        table.add(next);
        const key = `${secretId} ${next.verdict}`;
        const known = expected.get(key);
        expected.set(key, {
          ...next,
          first: Math.min(known?.first ?? at, at),
          last: Math.max(known?.last ?? at, at),
          count: (known?.count ?? 0) + 1,
        });
      }
      expect(table.lines()).toBeGreaterThan(4_096);
      expect(all(table)).toEqual([...expected.values()]);
      expect(written(table)).toEqual([...expected.values()]);
      table.clear();
      expect([table.lines(), all(table), written(table)]).toEqual([0, [], []]);
    }
  });
});
