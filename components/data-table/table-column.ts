import type { ReactNode } from "react";

export type TableColumn<Row> = {
  /** Also the sort key in the URL. */
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Pixels before the table stretches; the columns share what room is left in proportion. */
  width: number;
  sortable?: boolean;
  /** The first click sorts downwards: for times and counts. */
  descFirst?: boolean;
  /** Right-aligned. */
  numeric?: boolean;
  /** One line, cut with an ellipsis. */
  clip?: boolean;
  /** False: the column chooser does not offer it. */
  hideable?: boolean;
  hiddenByDefault?: boolean;
  /** Shown only where the table has room (58 rem), unless chosen by hand. Default: the columns that cards leave out. */
  wide?: boolean;
  /** Its place on a card in a narrow window; `title` once, `aside` at the right of it, `line` has its own. Default `meta`. */
  card?: "title" | "aside" | "meta" | "line" | "none";
};
