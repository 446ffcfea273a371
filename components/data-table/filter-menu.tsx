"use client";

import { ChevronDown, Plus } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format-count";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { TableFilter } from "./table-filter";

const searchFrom = 9;

/** One filter as a button that says what it is set to, with its values in a panel. */
export function FilterMenu({
  filter,
  values,
  onChange,
  defaultOpen = false,
}: {
  filter: TableFilter;
  values: readonly string[];
  onChange: (values: string[]) => void;
  defaultOpen?: boolean;
}) {
  const [open, setOpen] = useState(defaultOpen);
  const words = values.map(
    (value) => filter.options.find((option) => option.value === value)?.label ?? value,
  );
  const set = words.length > 0;
  const said = words.length > 2 ? `${words[0]} +${words.length - 1}` : words.join(", ");
  return (
    <Popover
      label={`Filter by ${filter.label}`}
      open={open}
      onOpenChange={setOpen}
      className="w-64 p-1"
      trigger={
        <button
          type="button"
          className={cn(
            buttonClass({ variant: set || filter.whenUnset ? "secondary" : "ghost" }),
            "max-w-72 px-2.5 [&>svg]:icon",
            !set && !filter.whenUnset && "border-line border-dashed",
          )}
        >
          {set || filter.whenUnset ? null : <Plus aria-hidden="true" />}
          {filter.label}
          {set || filter.whenUnset ? (
            <>
              <span className="-ml-0.5 truncate text-accent">{set ? said : filter.whenUnset}</span>
              <ChevronDown aria-hidden="true" />
            </>
          ) : null}
        </button>
      }
    >
      <FilterOptions
        filter={filter}
        values={values}
        onChange={(next) => {
          onChange(next);
          if (filter.multiple === false) setOpen(false);
        }}
      />
    </Popover>
  );
}

function FilterOptions({
  filter,
  values,
  onChange,
}: {
  filter: TableFilter;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const name = useId();
  const [find, setFind] = useState("");
  const multiple = filter.multiple !== false;
  const shown = filter.options.filter((option) =>
    option.label.toLowerCase().includes(find.trim().toLowerCase()),
  );
  return (
    <>
      {filter.options.length >= searchFrom ? (
        <Input
          aria-label={`Find in ${filter.label}`}
          placeholder="Find…"
          value={find}
          onChange={(event) => setFind(event.target.value)}
          className="mb-1"
        />
      ) : null}
      <ScrollRegion label={filter.label} className="max-h-72 overflow-y-auto">
        {shown.map((option) => (
          <label
            key={option.value}
            htmlFor={`${name}-${option.value}`}
            className="flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover has-focus-visible:bg-hover pointer-coarse:py-3 [&>svg]:icon [&>svg]:text-muted"
          >
            {multiple ? (
              <Checkbox
                id={`${name}-${option.value}`}
                checked={values.includes(option.value)}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...values, option.value]
                      : values.filter((value) => value !== option.value),
                  )
                }
              />
            ) : (
              <input
                type="radio"
                id={`${name}-${option.value}`}
                name={name}
                checked={values.includes(option.value)}
                onChange={() => onChange([option.value])}
                className="size-4 shrink-0 appearance-none rounded-full border border-field bg-raised checked:border-[5px] checked:border-accent forced-colors:appearance-auto"
              />
            )}
            {option.icon}
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.count === undefined ? null : (
              <span className="text-muted text-sm tabular-nums">{formatCount(option.count)}</span>
            )}
          </label>
        ))}
        {shown.length === 0 ? <p className="px-2 py-1.5 text-muted">Nothing called “{find}”</p> : null}
      </ScrollRegion>
      {values.length > 0 ? (
        <div className="mt-1 border-t pt-1">
          <Button
            variant="ghost"
            size="sm"
            className="w-full justify-start px-2"
            onClick={() => onChange([])}
          >
            Clear {filter.label.toLowerCase()}
          </Button>
        </div>
      ) : null}
    </>
  );
}
