/** In what a token may differ from what it was when its review began. `services/reviews/changes.ts` compares. */
export const itemChanges = [
  "deleted",
  "name",
  "notes",
  "expiry",
  "addresses",
  "disabled",
  "enabled",
  "rotated",
  "permissions",
] as const;
export type ItemChange = (typeof itemChanges)[number];

const words: Record<ItemChange, string> = {
  deleted: "deleted",
  name: "name",
  notes: "notes",
  expiry: "expiry",
  addresses: "allowed addresses",
  disabled: "disabled",
  enabled: "enabled",
  rotated: "rotated",
  permissions: "permissions",
};

/** "notes, rotated". */
export function changeWords(changes: readonly ItemChange[]): string {
  return changes.map((change) => words[change]).join(", ");
}
