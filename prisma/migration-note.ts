/** What the first lines of a migration say to those who run several nodes (docs/upgrades.md). */
export type MigrationNote = {
  /** Which nodes go on with it: all, those whose code has a certain migration, or none but those that have this one. */
  readonly oldNodes: "go_on" | { readonly from: string } | "must_be_stopped" | "unsaid";
  /** How long one of its statements may take, where it needs more than a moment. */
  readonly minutesMax: number | null;
};

const sentence = /^-- Old nodes: (?:go on(?: from (\d{14}_\w+) on)?|(must be stopped))[ .;,].*$/m;

/** Reads the comments before a migration's first statement. */
export function readMigrationNote(sql: string): MigrationNote {
  const head = /^(?:\s*--.*(?:\n|$)|\s*\n)*/.exec(sql)?.[0] ?? "";
  const time = /^-- Time: up to (\d+) min\./m.exec(head)?.[1];
  return { oldNodes: readOldNodes(head), minutesMax: time === undefined ? null : Number(time) };
}

/** The line that is kept beside a migration that was applied: what nodes without its file know of it. */
export function oldNodesLine(sql: string): string | null {
  const note = readMigrationNote(sql);
  return note.oldNodes === "unsaid" ? null : (sentence.exec(sql)?.[0] ?? null);
}

/** Whether code with these migrations goes on although the database has had another, of which this line is kept. */
export function worksWith(line: string | null, known: { has(name: string): boolean }): boolean {
  const oldNodes = readOldNodes(line ?? "");
  if (typeof oldNodes === "object") return known.has(oldNodes.from);
  return oldNodes === "go_on";
}

function readOldNodes(text: string): MigrationNote["oldNodes"] {
  const found = sentence.exec(text);
  if (found === null) return "unsaid";
  if (found[2] !== undefined) return "must_be_stopped";
  return found[1] === undefined ? "go_on" : { from: found[1] };
}
