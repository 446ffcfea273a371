"use client";

import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import type { MenuItem } from "@/components/ui/menu-item";

/** Which columns are shown; the choice is part of the URL. */
export function ColumnChooser({
  columns,
  visible,
  onChange,
}: {
  columns: readonly { id: string; header: string }[];
  visible: ReadonlySet<string>;
  /** Null is the table's own choice again. */
  onChange: (ids: string[] | null) => void;
}) {
  const items: MenuItem[] = columns.map((column) => ({
    kind: "check",
    id: column.id,
    label: column.header,
    checked: visible.has(column.id),
    onCheckedChange: (checked) =>
      onChange(columns.map((each) => each.id).filter((id) => (id === column.id ? checked : visible.has(id)))),
  }));
  items.push(
    { kind: "separator", id: "-" },
    { id: "reset", label: "Reset columns", onSelect: () => onChange(null) },
  );
  return (
    <DropdownMenu
      items={items}
      trigger={
        <Button icon={<Columns3 />} className="cards:hidden">
          <span className="@max-[68rem]/table:sr-only">Columns</span>
        </Button>
      }
    />
  );
}
