import type { ComponentProps } from "react";
import { cn } from "./cn";
import { DisabledReason } from "./disabled-reason";

// A press that is turned down is still a change to React, before the checkbox takes it back.
const ignore = () => {};

/** A native checkbox announced as a switch. Without JavaScript it is still a form field. Needs a label or an aria-label. */
export function Switch({
  className,
  disabledReason,
  ...rest
}: Omit<ComponentProps<"input">, "type" | "role"> & { disabledReason?: string | null }) {
  const control = (
    <input
      {...rest}
      {...(disabledReason ? { onChange: ignore } : {})}
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox carries its checked state itself
      role="switch"
      className={cn(
        "relative inline-block h-4.5 w-7.5 shrink-0 cursor-pointer appearance-none rounded-full bg-field align-middle transition-colors",
        "before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-page before:transition-transform",
        "checked:bg-ok checked:before:translate-x-3 disabled:opacity-60 aria-disabled:opacity-60",
        "pointer-coarse:after:absolute pointer-coarse:after:-inset-3.5 pointer-coarse:after:content-['']",
        "forced-colors:border forced-colors:before:bg-[ButtonText] forced-colors:checked:bg-[Highlight]",
        className,
      )}
    />
  );
  return disabledReason ? <DisabledReason reason={disabledReason}>{control}</DisabledReason> : control;
}
