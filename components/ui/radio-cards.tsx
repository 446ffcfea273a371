import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export type RadioCard = {
  value: string;
  label: ReactNode;
  description?: ReactNode;
  /** Small print at the right, such as the header or a resulting date. */
  meta?: ReactNode;
  /** Shown instead of the description; the card cannot be chosen. */
  disabledReason?: string | null;
};

/** One choice out of a few, each with a sentence. Native radios: arrow keys, forms and `register` work as they are. */
export function RadioCards({
  legend,
  hideLegend,
  options,
  name,
  columns = 1,
  defaultValue,
  value,
  className,
  ...input
}: Omit<ComponentProps<"input">, "type" | "value" | "defaultValue" | "name"> & {
  legend: string;
  hideLegend?: boolean;
  name: string;
  options: readonly RadioCard[];
  columns?: 1 | 2 | 3;
  defaultValue?: string;
  value?: string;
}) {
  return (
    <fieldset className={cn("min-w-0", className)}>
      <legend className={hideLegend ? "sr-only" : "mb-1.5 font-medium text-sm"}>{legend}</legend>
      <div className={cn("grid gap-2", columns === 2 && "sm:grid-cols-2", columns === 3 && "sm:grid-cols-3")}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cn(
              "relative flex items-start gap-2.5 rounded-xl border px-3 py-2.5 transition-colors hover:bg-hover",
              "has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
              option.disabledReason && "cursor-not-allowed bg-sub text-muted hover:bg-sub",
            )}
          >
            <input
              {...input}
              type="radio"
              name={name}
              value={option.value}
              disabled={Boolean(option.disabledReason)}
              {...(value !== undefined ? { checked: value === option.value } : {})}
              {...(defaultValue !== undefined ? { defaultChecked: defaultValue === option.value } : {})}
              className="mt-0.5 size-4 shrink-0 appearance-none rounded-full border border-field bg-raised outline-none checked:border-[5px] checked:border-accent disabled:border-line forced-colors:appearance-auto"
            />
            <span className="grid min-w-0 flex-1 gap-0.5">
              <span className="font-medium">{option.label}</span>
              {option.disabledReason || option.description ? (
                <span className="text-muted text-sm">{option.disabledReason ?? option.description}</span>
              ) : null}
            </span>
            {option.meta ? <span className="shrink-0 text-muted text-sm">{option.meta}</span> : null}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
