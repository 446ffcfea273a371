const label = "Stored in: ";

/** The place named in the notes ("Stored in: Vault, kv/data/sync"), or "". */
export function findStoragePlace(notes: string): string {
  const line = notes.split("\n").find((each) => each.startsWith(label));
  return line?.slice(label.length) ?? "";
}

/** `notes` with the place where the secret is kept as a line of its own; an earlier such line is replaced. */
export function withStoragePlace(notes: string, place: string): string {
  const wanted = place.trim().replace(/\s+/g, " ");
  const others = notes.split("\n").filter((line) => !line.startsWith(label));
  const rest = others.join("\n").trim();
  if (wanted === "") return rest;
  return rest === "" ? label + wanted : `${rest}\n${label}${wanted}`;
}
