import { buttonClass } from "./button-class";
import { cn } from "./cn";

/** The look of a step to another page; one that leads nowhere is pale, as a ghost's own colour is muted already. */
export function stepClass({
  isNext = false,
  isIcon = false,
}: {
  isNext?: boolean;
  isIcon?: boolean;
}): string {
  const look = buttonClass({ variant: isNext ? "secondary" : "ghost", size: isIcon ? "icon-sm" : "sm" });
  return cn(look, "gap-1 aria-disabled:opacity-50");
}
