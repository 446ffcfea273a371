import { CircleCheck, CircleMinus, ShieldX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { type Tone, toneText } from "./tone";

const toneIcon: Record<Tone, ReactNode> = {
  neutral: <CircleMinus />,
  ok: <CircleCheck />,
  warn: <TriangleAlert />,
  bad: <ShieldX />,
};

/** A state in words with an icon: colour is never the only sign. */
export function Status({
  tone,
  icon,
  children,
  className,
}: {
  tone: Tone;
  /** A lucide element in place of the tone's own. */
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex min-w-0 items-center gap-1 text-sm [&>svg]:icon [&>svg]:size-3.5",
        toneText[tone],
        className,
      )}
    >
      {icon ?? toneIcon[tone]}
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
