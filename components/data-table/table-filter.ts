import type { ReactNode } from "react";

export type TableFilter = {
  /** The name of the filter in the URL. */
  id: string;
  label: string;
  options: readonly { value: string; label: string; count?: number; icon?: ReactNode }[];
  /** False: one value at most. */
  multiple?: boolean;
  /** What holds while nothing is chosen ("not deleted"). Without it an unset filter is a dashed "+ Type". */
  whenUnset?: string;
  /** Kept under "+ More" until it is used. */
  more?: boolean;
};
