import type pg from "pg";

type Definition = { readonly table: string; readonly name: string; readonly definition: string };

/**
 * Takes all indexes and keys off tables while `fill` fills them, and puts them back in one go: for millions of rows several
 * times as fast as keeping them up row by row.
 */
export async function fillBare(
  client: pg.Client,
  tables: readonly string[],
  fill: () => Promise<void>,
): Promise<void> {
  const constraints = async (condition: string) =>
    (
      await client.query<Definition>(
        `SELECT conrelid::regclass::text AS "table", quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
         FROM pg_constraint WHERE ${condition}`,
        [tables],
      )
    ).rows;
  const touched = `relname::text = ANY($1::text[]) AND relnamespace = 'public'::regnamespace`;
  const ids = `(SELECT oid FROM pg_class WHERE ${touched})`;
  const references = await constraints(`contype = 'f' AND (conrelid IN ${ids} OR confrelid IN ${ids})`);
  const keys = await constraints(`contype IN ('p', 'u') AND conrelid IN ${ids}`);
  for (const one of [...references, ...keys]) {
    await client.query(`ALTER TABLE ${one.table} DROP CONSTRAINT ${one.name}`);
  }
  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index WHERE indrelid IN ${ids}`,
    [tables],
  );
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`);

  await fill();

  await client.query("SET maintenance_work_mem = '1GB'");
  for (const { definition } of indexes.rows) await client.query(definition);
  for (const one of [...keys, ...references]) {
    await client.query(`ALTER TABLE ${one.table} ADD CONSTRAINT ${one.name} ${one.definition}`);
  }
}
