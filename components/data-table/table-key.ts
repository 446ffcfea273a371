/** A single key that does something on the page: on the focused row, or on the page itself. */
export type TableKey<Row> =
  | { key: string; label: string; onPress: () => void; row?: false }
  | { key: string; label: string; onPress: (row: Row) => void; row: true };
