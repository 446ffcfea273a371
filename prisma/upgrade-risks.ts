import { isBesideTraffic, readIndexSteps } from "@/prisma/build-indexes";
import type { MigrationFile } from "@/prisma/migration-files";
import { readMigrationNote } from "@/prisma/migration-note";

/** What may make verifications wait, or fail on nodes of the version before. */
export const upgradeRisks = {
  unsaid: 'its first lines do not say "-- Purpose:", "-- Rows touched:", "-- Locks:" and "-- Old nodes:"',
  not_null: "a column without a default that must not be null: what old nodes insert is refused",
  rewrite: "a table is written anew while nobody may read it",
  scan: "all rows are checked while nobody may read the table: add it NOT VALID, then validate it in a migration of its own",
  index:
    "nobody writes to the table while an index is built: build it CONCURRENTLY, in a migration of its own",
  drop: "something goes, or gets another name, that the version before may use",
  enum_value: "old nodes cannot read rows with a value that they do not know",
  long_lock: "a table is locked against readers by a migration that says it takes minutes",
  mixed: "other statements stand beside an index that is built beside traffic",
} as const;

export type UpgradeRisk = keyof typeof upgradeRisks;

const name = '(?:"public"\\.)?"?(\\w+)"?';
const rewrites =
  /\bALTER (?:COLUMN )?"?\w+"? (?:SET DATA )?TYPE\b|\bGENERATED ALWAYS AS\b[^;]*\bSTORED\b|\bVACUUM FULL\b|\bCLUSTER\b|\bSET (?:UN)?LOGGED\b|\bADD COLUMN\b[^,;]*(?:\b(?:BIG|SMALL)?SERIAL\b|DEFAULT (?:gen_random_uuid|random|clock_timestamp|nextval|uuidv\d)\b)/i;

/** What a migration's text lets one fear, by rules that look at its words. A test holds that each is listed with its reason. */
export function findUpgradeRisks({ sql }: Pick<MigrationFile, "sql">): UpgradeRisk[] {
  const note = readMigrationNote(sql);
  const said = ["Purpose", "Rows touched", "Locks"].every((word) =>
    new RegExp(`^-- ${word}: \\S`, "m").test(sql),
  );
  const found = new Set<UpgradeRisk>(said && note.oldNodes !== "unsaid" ? [] : ["unsaid"]);
  // What a function will do when it is called locks nothing now.
  const statements = sql
    .replace(/--.*$/gm, "")
    .replace(/\$(\w*)\$.*?\$\1\$/gs, "''")
    .split(";")
    .map((statement) => statement.trim().replace(/\s+/g, " "));
  const made = new Set(
    statements.flatMap((s) => new RegExp(`^CREATE TABLE (?:IF NOT EXISTS )?${name}`, "i").exec(s)?.[1] ?? []),
  );
  if (isBesideTraffic(sql)) {
    try {
      readIndexSteps(sql);
    } catch {
      found.add("mixed");
    }
  }
  for (const statement of statements) {
    for (const risk of risksOf(statement, made)) found.add(risk);
    if (note.minutesMax !== null && locksReadersOut(statement, made)) found.add("long_lock");
  }
  return [...found];
}

function risksOf(statement: string, made: ReadonlySet<string>): UpgradeRisk[] {
  const index = new RegExp(`^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*? ON (?:ONLY )?${name}`, "i").exec(
    statement,
  );
  if (index) return made.has(index[1] ?? "") ? [] : ["index"];
  if (/^(?:REINDEX(?!.*CONCURRENTLY)|VACUUM FULL|CLUSTER)\b/i.test(statement)) return ["rewrite"];
  if (/^ALTER TYPE .* ADD VALUE/i.test(statement)) return ["enum_value"];
  // An index goes unseen; so does what other names stood for it.
  if (
    /^DROP (?!INDEX|STATISTICS)/i.test(statement) ||
    /^TRUNCATE\b|^ALTER (?:TYPE|INDEX) .* RENAME/i.test(statement)
  )
    return ["drop"];
  const table = new RegExp(`^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?${name}`, "i").exec(statement)?.[1];
  if (table === undefined || made.has(table)) return [];
  return risksOfAlteration(statement);
}

function risksOfAlteration(statement: string): UpgradeRisk[] {
  const found: UpgradeRisk[] = [];
  if (rewrites.test(statement)) found.push("rewrite");
  if (/\bRENAME\b|\bDROP (?:COLUMN|CONSTRAINT|DEFAULT)\b/i.test(statement)) found.push("drop");
  const added = statement.split(/,(?![^()]*\))/).filter((part) => /\bADD COLUMN\b/i.test(part));
  if (added.some((part) => /\bNOT NULL\b/i.test(part) && !/\bDEFAULT\b/i.test(part))) found.push("not_null");
  const constrains = /\bADD CONSTRAINT\b.*\b(?:CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY|EXCLUDE)\b/i.test(
    statement,
  );
  if (constrains && !/\bNOT VALID\b|\bUSING INDEX\b/i.test(statement)) found.push("scan");
  if (/\bALTER (?:COLUMN )?"?\w+"? SET NOT NULL\b/i.test(statement)) found.push("scan", "not_null");
  return found;
}

function locksReadersOut(statement: string, made: ReadonlySet<string>): boolean {
  const locked = new RegExp(
    `^(?:ALTER|LOCK|DROP|TRUNCATE) (?:TABLE )?(?:IF EXISTS )?(?:ONLY )?${name}`,
    "i",
  ).exec(statement);
  if (locked === null || /\bVALIDATE CONSTRAINT\b|\bCONCURRENTLY\b/i.test(statement)) return false;
  return !made.has(locked[1] ?? "");
}
