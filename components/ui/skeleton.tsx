import { cn } from "./cn";

/** A block in the shape of what is coming. Put it inside a `role="status"` that says what loads. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cn("block h-4 animate-breathe rounded-md bg-hover", className)} />
  );
}
