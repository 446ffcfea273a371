import { openApi } from "@/api/testing/open-api";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";
import { createOrganization, type Tenant } from "@/services/testing/world";

/** Names that people could give, each of which breaks some writer of files. */
export const hostileNames = [
  '=HYPERLINK("http://evil.example","x")',
  "+1",
  "-2+3",
  "@SUM(A1:A9)",
  "＝1＋1",
  "'quoted'",
  'a","=1',
  "a,b;c|d",
  "back\\slash \\N \\t",
  "👩‍💻 Δ 漢字",
  "مرحبا",
  "</script><b>",
  '{"json": true}',
] as const;

/** Notes with line breaks and tabs. */
export const hostileNotes = ["two\nlines", "\t=1", '-x,"y"\n\n=z', "'", "a\tb\\nc", ""] as const;

/** An organization of a tenant with tokens under hostile names, and an export token that reads it. */
export type ExportGround = {
  readonly tenant: Tenant;
  readonly organizationId: string;
  readonly organizationName: string;
  /** The tokens with hostile names, in the order of making; not the export token. */
  readonly tokenIds: readonly string[];
  readonly exportToken: string;
  readonly exportTokenId: string;
};

/** Makes one more organization of a tenant for tests of exports. */
export async function makeExportGround(
  world: OpenWorld,
  tenant: Tenant,
  organizationName: string,
): Promise<ExportGround> {
  const organizationId = await createOrganization(world.db, world.clock, tenant.accountId, organizationName);
  const tokenIds: string[] = [];
  for (const [i, name] of hostileNames.entries()) {
    const notes = hostileNotes[i % hostileNotes.length]!;
    tokenIds.push((await makeToken(tenant, { type: "organization", name, notes, organizationId })).id);
  }
  const made = await makeToken(tenant, { type: "export", name: "Export", organizationId });
  return {
    tenant,
    organizationId,
    organizationName,
    tokenIds,
    exportToken: made.secret,
    exportTokenId: made.id,
  };
}

/** The addresses of all exports under /api/v1.0/export/. */
export const exportAddresses = ["tokens", "audit", "usage"].flatMap((name) =>
  ["csv", "json", "jsonl"].map((format) => `${name}.${format}`),
);

export type OpenExports = {
  readonly world: OpenWorld;
  readonly api: Awaited<ReturnType<typeof openApi>>;
  /** Two organizations of one account, and one of another. */
  readonly first: ExportGround;
  readonly second: ExportGround;
  readonly foreign: ExportGround;
  get(
    token: string,
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; headers: Headers; text: string }>;
  /** The rows of a JSON export; throws when it is refused. */
  rowsOf(token: string, path: string): Promise<Record<string, unknown>[]>;
  /** The body of a refusal. */
  problemOf(
    token: string,
    path: string,
  ): Promise<{ status: number; code: string; fields?: Record<string, string> }>;
  close(): Promise<void>;
};

/** The API with two tenants, three organizations and 12 rows of usage in each. */
export async function openExports(): Promise<OpenExports> {
  const world = await openWorld();
  const api = await openApi(world);
  const first = await makeExportGround(world, world.acme, "First");
  const second = await makeExportGround(world, world.acme, "=Second");
  const foreign = await makeExportGround(world, world.other, "Foreign");
  for (const [place, ground] of [first, second, foreign].entries())
    await plantUsage(world, ground, place * 100);
  const get: OpenExports["get"] = async (token, path, init = {}) => {
    const response = await fetch(`${api.url}/api/v1.0/export/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    world,
    api,
    first,
    second,
    foreign,
    get,
    async rowsOf(token, path) {
      const { status, text } = await get(token, path);
      if (status !== 200) throw new Error(`${status}: ${text}`);
      return JSON.parse(text) as Record<string, unknown>[];
    },
    async problemOf(token, path) {
      const { headers, text } = await get(token, path);
      if (headers.get("content-type") !== "application/problem+json; charset=utf-8")
        throw new Error(`no problem: ${text}`);
      return JSON.parse(text);
    },
    async close() {
      await api.close();
      await world.close();
    },
  };
}

// The first two tokens of an organization, at 8, 9 and 10 o'clock, with two verdicts.
async function plantUsage(world: OpenWorld, { tenant, tokenIds }: ExportGround, base: number): Promise<void> {
  const rows = tokenIds.slice(0, 2).flatMap((tokenId) =>
    [8, 9, 10].flatMap((hour) =>
      ["valid", "expired"].map((verdict) => ({
        tokenId,
        accountId: tenant.accountId,
        hour: new Date(Date.UTC(2026, 5, 15, hour)),
        verdict,
        count: BigInt(1 + base + hour),
      })),
    ),
  );
  await world.db.usageHour.createMany({ data: rows });
}
