import { type ComponentProps, type ReactNode, useId } from "react";
import { Checkbox } from "./checkbox";
import { cn } from "./cn";

/** A checkbox with its words beside it and, if need be, a line that explains. */
export function CheckboxField({
  label,
  hint,
  className,
  ...rest
}: ComponentProps<typeof Checkbox> & { label: ReactNode; hint?: ReactNode }) {
  const ownId = useId();
  const id = rest.id ?? ownId;
  const hintId = `${id}-hint`;
  return (
    <div className={cn("grid grid-cols-[1rem_1fr] gap-x-2.5", className)}>
      <label htmlFor={id} className="col-span-2 grid grid-cols-subgrid items-start">
        <Checkbox {...rest} id={id} aria-describedby={hint ? hintId : undefined} className="mt-0.5" />
        <span>{label}</span>
      </label>
      {hint ? (
        <p id={hintId} className="col-start-2 text-muted text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
