"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { actionOptions } from "@/components/audit/action-options";
import { PeriodFilter } from "@/components/audit/period-filter";
import { type FindTargets, TargetFilter } from "@/components/audit/target-filter";
import { type AuditFilterName, useAuditUrl } from "@/components/audit/use-audit-url";
import { FilterMenu } from "@/components/data-table/filter-menu";
import { focusSearch } from "@/components/data-table/focus-search";
import { SearchBox } from "@/components/data-table/search-box";
import { takesKeys } from "@/components/data-table/takes-keys";
import { ToolbarRow } from "@/components/data-table/toolbar-row";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { AuditFilterOptions } from "@/domain/audit/audit-views";
import { auditMachineActors } from "@/domain/audit/query-choices";
import { holdsTokenForm } from "@/domain/tokens/token-form";

const machineNames = { cli: "Command line", system: "Keydesk" };
const names: readonly AuditFilterName[] = ["actor", "target", "action", "outcome", "period", "from", "to"];

/** Search and filters of the audit list over its rows, which dim while new ones are fetched. */
export function AuditFilters({
  options,
  findTargets,
  end,
  count,
  children,
}: {
  options: AuditFilterOptions;
  findTargets: FindTargets;
  /** Controls at the right of the filters. */
  end: ReactNode;
  /** How many events are listed, in words. */
  count: string;
  children: ReactNode;
}) {
  const { state, pending, set, search, clear } = useAuditUrl();
  const input = useRef<HTMLInputElement>(null);
  const filters = names.filter((name) => state[name] !== "").length;

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "/" || !takesKeys(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  const menu = (
    id: AuditFilterName,
    label: string,
    choices: readonly { value: string; label: string }[],
    whenUnset?: string,
  ) => (
    <FilterMenu
      filter={{ id, label, options: choices, multiple: false, whenUnset }}
      values={state[id] ? [state[id]] : []}
      onChange={(values) => set({ [id]: values[0] ?? null })}
    />
  );
  return (
    <div className="@container/table min-w-0">
      <ToolbarRow
        set={filters}
        end={end}
        search={
          <SearchBox
            search={{
              label: "Search the audit trail",
              placeholder: "Actor, target, address or #number",
              intercept: (text) => (holdsTokenForm(text) ? "hold" : null),
            }}
            query={state.q}
            onQuery={search}
            inputRef={input}
          />
        }
        filters={
          <>
            <PeriodFilter state={state} set={set} />
            {menu("actor", "Actor", [
              ...options.actors.map((actor) => ({ value: actor.id, label: actor.name })),
              ...auditMachineActors.map((kind) => ({ value: kind, label: machineNames[kind] })),
            ])}
            {menu("action", "Action", actionOptions)}
            <TargetFilter
              target={state.target ? (options.target ?? { id: state.target, name: "unknown" }) : null}
              find={findTargets}
              onChange={(target) => set({ target })}
            />
            {menu(
              "outcome",
              "Outcome",
              [
                { value: "done", label: "done" },
                { value: "refused", label: "refused" },
              ],
              "all",
            )}
            {filters > 0 || state.q ? (
              <Button
                variant="ghost"
                className="px-2"
                onClick={() => {
                  focusSearch();
                  clear();
                }}
              >
                Clear all
              </Button>
            ) : null}
          </>
        }
      />
      <div aria-busy={pending} className={cn("transition-opacity", pending && "opacity-55 delay-150")}>
        {children}
      </div>
      <p role="status" className="sr-only">
        {pending ? "Loading" : count}
      </p>
    </div>
  );
}
