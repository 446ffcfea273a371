import { setTimeout as sleep } from "node:timers/promises";
import type { Target } from "@/bench/verify/rounds";
import { table } from "@/bench/verify/spread";
import type { Program } from "@/bench/verify/stage/program";
import { load } from "@/bench/verify/wrk";

const seconds = 2;

/**
 * Counts, by the API's own metrics, how many tokens it asks the database about. Each statement also asks about the gateway's
 * token, once: what is left are the tokens that clients presented.
 */
export async function countLookups(api: Program, targets: readonly Target[]): Promise<string> {
  const rows: string[][] = [];
  for (const { name, path, connections, script, args } of targets) {
    const before = await readCounts(api);
    const { requests } = await load(`${api.url}${path}`, { connections, seconds, script, args });
    await sleep(200);
    const after = await readCounts(api);
    const statements = after.statements - before.statements;
    const asked = after.keys - before.keys - statements;
    rows.push([
      name,
      requests.toLocaleString("en"),
      statements.toLocaleString("en"),
      (requests / statements).toFixed(1),
      asked.toLocaleString("en"),
      (asked / requests).toFixed(3),
    ]);
  }
  return [
    "What the database is asked, in one load each. A statement holds the gateway's token and those of the requests that wait for it; counted here are the latter. A malformed token is none of them.",
    "",
    table(
      ["what", "requests", "statements", "requests a statement", "tokens asked about", "of these a request"],
      rows,
    ),
  ].join("\n");
}

async function readCounts(api: Program): Promise<{ statements: number; keys: number }> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  const read = (name: string) => {
    const found = new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.e+]+)$`, "m").exec(text);
    if (found === null) throw new Error(`/metrics does not show ${name}`);
    return Number(found[1]);
  };
  return {
    statements: read("keydesk_lookup_batch_keys_count"),
    keys: read("keydesk_lookup_batch_keys_sum"),
  };
}
