import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import type { Tone } from "./tone";

const look: Record<Tone, { box: string; icon: ReactNode }> = {
  neutral: { box: "bg-sub border-line [&>svg]:text-muted", icon: <Info /> },
  ok: { box: "bg-ok-soft border-ok/25 [&>svg]:text-ok", icon: <CircleCheck /> },
  warn: { box: "bg-warn-soft border-warn/25 [&>svg]:text-warn", icon: <TriangleAlert /> },
  bad: { box: "bg-bad-soft border-bad/25 [&>svg]:text-bad", icon: <CircleAlert /> },
};

/** A message that belongs to the page, with its way out in `action`. Add role="alert" when it appears after the fact. */
export function Callout({
  tone = "neutral",
  title,
  action,
  children,
  className,
  role,
}: {
  tone?: Tone;
  title?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
  className?: string;
  role?: "alert" | "status";
}) {
  const { box, icon } = look[tone];
  return (
    <div
      role={role}
      className={cn(
        "wrap-anywhere flex flex-wrap items-start gap-x-3 gap-y-2 rounded-xl border px-3.5 py-2.5 [&>svg]:icon [&>svg]:mt-0.5",
        box,
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1 basis-56">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={title ? "text-muted" : undefined}>{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
