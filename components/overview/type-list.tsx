import Link from "next/link";
import { gridHref } from "@/components/tokens/grid-href";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import type { Overview } from "@/domain/overview/overview";
import { typeRule } from "@/domain/tokens/types";

/** Active tokens by type; each row leads to them. */
export function TypeList({ types }: { types: Overview["activeByType"] }) {
  return (
    <Section title="Active by type">
      {types.length === 0 ? (
        <p className="text-muted">No active token.</p>
      ) : (
        <ul className="min-w-0">
          {types.map(({ type, count }) => (
            <li key={type}>
              <Link
                href={gridHref({ status: ["active"], type: [type] })}
                className="-mx-2 flex items-baseline gap-3 rounded-md px-2 py-1.5 hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  {typeRule(type).label}{" "}
                  <code className="font-mono text-muted text-sm">{typeRule(type).prefix}</code>
                </span>
                <span className="tabular-nums">
                  {formatCount(count.count)}
                  {count.exact ? "" : "+"}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
