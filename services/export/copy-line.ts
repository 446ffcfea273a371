/** A row as PostgreSQL writes it: each column's text, in the order of the SELECT. */
export type RawRow = readonly (string | null)[];

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** A line of COPY's text format as its columns: tabs between them, `\N` for null, other controls and `\` escaped. */
export function readCopyLine(line: string): RawRow {
  const cells: (string | null)[] = line.split("\t");
  if (!line.includes("\\")) return cells;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (cell === "\\N") cells[i] = null;
    else if (cell.includes("\\"))
      cells[i] = cell.replace(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign);
  }
  return cells;
}
