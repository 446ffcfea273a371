import { cn } from "./cn";
import { initials } from "./initials";

/** Initials in place of a picture. Decorative: the name stands beside it or labels the control. */
export function Avatar({
  name,
  kind = "person",
  className,
}: {
  name: string;
  kind?: "person" | "account";
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "inline-grid shrink-0 select-none place-items-center font-semibold text-xs leading-none",
        kind === "person"
          ? "size-7.5 rounded-full bg-ink text-page"
          : "size-5.5 rounded-md bg-accent-soft text-accent",
        className,
      )}
    >
      {kind === "person" ? initials(name) : initials(name).slice(0, 1)}
    </span>
  );
}
