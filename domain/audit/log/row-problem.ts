/** What is wrong with a file of rows, as docs/audit-format.md names it. */
export type RowReason =
  | "malformed"
  | "wrong_log"
  | "edited"
  | "inserted"
  | "missing"
  | "duplicated"
  | "reordered"
  | "truncated"
  | "unsealed"
  | "altered"
  | "fork"
  | "rollback";

/** The first thing that is wrong with a file of rows. */
export type RowProblem = {
  readonly reason: RowReason;
  /** The row's place in the file, from 1; null when it cannot be told. */
  readonly row: number | null;
  /** The first number of the log that it concerns, and the last. */
  readonly seq: number;
  readonly to: number;
  /** For `malformed`: what is wrong with the form. */
  readonly detail?: string;
};

/** What a file of rows proves. */
export type RowsVerdict =
  | {
      readonly ok: true;
      readonly rows: number;
      /** Sizes of known checkpoints that lay in what the file leaves out: they need a consistency proof. */
      readonly unchecked: readonly number[];
    }
  | {
      readonly ok: false;
      readonly problem: RowProblem;
      /** The file's own leaf hashes lead to the signed root: so all rows before the one named are as they were sealed. */
      readonly isExact: boolean;
    };
