import type { ReactNode } from "react";
import { Proof } from "@/components/audit/moment/proof";
import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import { cn } from "@/components/ui/cn";
import type { Fact } from "@/domain/audit/point-in-time/fact";

export type FactRow = {
  readonly label: string;
  readonly fact: Fact<unknown>;
  /** The value in words; not asked for where the fact is unknown. */
  readonly value: ReactNode;
  /** In place of the fact's own proof. */
  readonly proof?: ReactNode;
};

const columns = [
  { id: "what", header: "What", width: 150 },
  { id: "then", header: "At that moment", width: 260 },
  { id: "proof", header: "Proven by", width: 420 },
];

/** Facts with what proves each. */
export function FactTable({ label, rows }: { label: string; rows: readonly FactRow[] }) {
  return (
    <CardTable label={label} columns={columns}>
      {rows.map((row) => (
        <tr key={row.label} className={cn(rowClass, "align-top")}>
          <td className={cn(cellClass, "py-2 text-muted cards:order-1 cards:basis-full")}>{row.label}</td>
          <td className={cn(cellClass, "wrap-anywhere py-2 cards:order-2 cards:basis-full")}>
            {row.fact.known ? row.value : <span className="text-warn">unknown</span>}
          </td>
          <td className={cn(cellClass, "py-2 pr-0 text-sm cards:order-3 cards:basis-full")}>
            {row.proof ?? <Proof fact={row.fact} />}
          </td>
        </tr>
      ))}
    </CardTable>
  );
}
