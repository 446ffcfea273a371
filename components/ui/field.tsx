import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { Label } from "./label";

export type FieldControl = {
  id: string;
  required?: true;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
};

/**
 * Label, hint and error around one control, wired for screen readers. The child is a function that gets the
 * attributes to spread on the control, so it works with server actions and with react-hook-form's `register`.
 */
export function Field({
  label,
  hint,
  error,
  optional,
  required,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** Words after the label, such as "optional" or "saved to the notes". */
  optional?: ReactNode;
  required?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : null;
  const errorId = error ? `${id}-error` : null;
  const describedBy = [errorId, hintId].filter(Boolean).join(" ");
  return (
    <div className={cn("grid grid-cols-1 gap-1.5", className)}>
      <div className="flex flex-wrap items-baseline gap-x-1.5">
        <Label htmlFor={id}>{label}</Label>
        {optional ? <span className="text-muted text-sm">{optional}</span> : null}
      </div>
      {children({
        id,
        ...(required ? { required: true } : {}),
        ...(describedBy ? { "aria-describedby": describedBy } : {}),
        ...(error ? { "aria-invalid": true } : {}),
      })}
      {error ? (
        <p id={errorId ?? undefined} className="flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden="true" className="icon mt-0.5" />
          <span>{error}</span>
        </p>
      ) : null}
      {hint ? (
        <p id={hintId ?? undefined} className="text-muted text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
