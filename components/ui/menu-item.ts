import type { ReactNode } from "react";

/** One list of items feeds ⋯ menus, right-click menus and the user menu alike. */
export type MenuItem =
  | {
      kind?: "action";
      id: string;
      label: ReactNode;
      /** A lucide element. */
      icon?: ReactNode;
      onSelect: () => void;
      danger?: boolean;
      /** The key that does the same on the page, shown at the right. */
      shortcut?: string;
      /** Why it cannot be done now. The item stays reachable and says it. */
      disabledReason?: string | null;
    }
  | { kind: "link"; id: string; label: ReactNode; icon?: ReactNode; href: string; shortcut?: string }
  | {
      kind: "check";
      id: string;
      label: ReactNode;
      checked: boolean;
      onCheckedChange: (checked: boolean) => void;
    }
  | {
      kind: "radio";
      id: string;
      label: string;
      value: string;
      options: readonly { value: string; label: ReactNode; icon?: ReactNode }[];
      onValueChange: (value: string) => void;
    }
  | { kind: "separator"; id: string }
  | { kind: "heading"; id: string; label: ReactNode };
