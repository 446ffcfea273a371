import type { ReactNode } from "react";
import { cn } from "./cn";
import { EmptyStateActions } from "./empty-state-actions";

/** What to say where a list would be: none yet, no match, or not allowed, each with its way on. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  className,
}: {
  /** A lucide element. */
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("grid grid-cols-1 justify-items-center gap-1 px-4 py-14 text-center", className)}>
      {icon ? <span className="mb-2 text-muted [&>svg]:size-5 [&>svg]:stroke-[1.75]">{icon}</span> : null}
      <h2 className="font-semibold text-base">{title}</h2>
      {children ? <div className="max-w-[min(52ch,100%)] text-muted">{children}</div> : null}
      {actions ? <EmptyStateActions>{actions}</EmptyStateActions> : null}
    </div>
  );
}
