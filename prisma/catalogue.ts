import pg from "pg";

/** One object of a database: "index Token_pkey" → its definition. */
export type Catalogue = Map<string, string>;

/** Everything that the schema of a database consists of, in a form that two databases can be compared by. */
export async function readCatalogue(databaseUrl: string): Promise<Catalogue> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const rows = await client.query<{ object: string; definition: string }>(objects);
    return new Map(rows.rows.map((row) => [row.object, row.definition]));
  } finally {
    await client.end();
  }
}

/** Objects of extensions and the migrations' own table are left out; so are NOT NULLs, which columns tell. */
const objects = `
WITH ours AS (
  SELECT c.* FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE '\\_prisma\\_migrations%'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
)
SELECT 'table ' || relname AS object, 'kind ' || relkind::text AS definition FROM ours WHERE relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT 'column ' || c.relname || '.' || a.attname,
  format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
  || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || ' ' || a.attidentity::text || a.attgenerated::text
FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT CASE k.contype WHEN 'c' THEN 'check ' WHEN 'f' THEN 'foreign key ' ELSE 'constraint ' END || k.conname,
  c.relname || ' ' || pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN ours c ON c.oid = k.conrelid WHERE k.contype <> 'n' AND k.contype <> 't'
UNION ALL
SELECT 'index ' || c.relname, pg_get_indexdef(c.oid) FROM ours c WHERE c.relkind IN ('i', 'I')
UNION ALL
SELECT 'sequence ' || c.relname, format_type(s.seqtypid, NULL) || ' from ' || s.seqstart || ' by ' || s.seqincrement
FROM ours c JOIN pg_sequence s ON s.seqrelid = c.oid
UNION ALL
SELECT 'trigger ' || t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN ours c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'function ' || p.proname, pg_get_functiondef(p.oid) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'enum ' || t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.oid, t.typname
UNION ALL
SELECT 'extension ' || extname, '' FROM pg_extension WHERE extname <> 'plpgsql'
ORDER BY 1`;
