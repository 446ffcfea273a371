"use client";

import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, buttonClass } from "./button-class";
import { cn } from "./cn";
import { DisabledReason } from "./disabled-reason";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ComponentProps<"button">, "children" | "disabled" | "aria-label"> & {
  /** Said to screen readers and shown as tooltip. */
  label: string;
  /** A lucide element. */
  icon: ReactNode;
  variant?: ButtonLook["variant"];
  size?: "sm" | "md";
  pending?: boolean;
  disabledReason?: string | null;
};

export function IconButton({
  label,
  icon,
  variant = "ghost",
  size = "md",
  pending = false,
  disabledReason,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const held = pending || Boolean(disabledReason);
  const button = (
    <button
      type="button"
      {...rest}
      onClick={held ? undefined : onClick}
      aria-label={label}
      aria-busy={pending || undefined}
      aria-disabled={held || undefined}
      className={cn(
        buttonClass({ variant, size: size === "sm" ? "icon-sm" : "icon" }),
        "[&>svg]:icon",
        disabledReason && "opacity-50",
        className,
      )}
    >
      {pending ? <Spinner /> : icon}
    </button>
  );
  if (disabledReason) return <DisabledReason reason={disabledReason}>{button}</DisabledReason>;
  return <Tooltip content={label}>{button}</Tooltip>;
}
