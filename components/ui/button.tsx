import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, buttonClass } from "./button-class";
import { cn } from "./cn";
import { DisabledReason } from "./disabled-reason";
import { Spinner } from "./spinner";

export type ButtonProps = Omit<ComponentProps<"button">, "disabled"> &
  ButtonLook & {
    /** A lucide element shown before the label. */
    icon?: ReactNode;
    /** On a phone only the icon is seen; the label stays for screen readers. */
    compact?: boolean;
    /** Work is under way: the label gives way to a spinner, the width stays. */
    pending?: boolean;
    /** Why this cannot be done now; null where it can. The button stays focusable and says it. */
    disabledReason?: string | null;
  };

export function Button({
  variant,
  size,
  icon,
  compact = false,
  pending = false,
  disabledReason,
  className,
  children,
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  const held = pending || Boolean(disabledReason);
  const button = (
    <button
      {...rest}
      type={held ? "button" : type}
      onClick={held ? undefined : onClick}
      aria-disabled={held || undefined}
      aria-busy={pending || undefined}
      data-compact={compact || undefined}
      className={cn(
        buttonClass({ variant, size }),
        compact && "max-sm:w-8.5 max-sm:px-0 max-sm:pointer-coarse:w-11 max-sm:pointer-coarse:px-0",
        className,
      )}
    >
      {pending ? (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      ) : null}
      <span className={cn("inline-flex items-center gap-2 [&>svg]:icon", pending && "opacity-0")}>
        {icon}
        {compact ? <span className="max-sm:sr-only">{children}</span> : children}
      </span>
    </button>
  );
  if (disabledReason === undefined) return button;
  return <DisabledReason reason={disabledReason || null}>{button}</DisabledReason>;
}
