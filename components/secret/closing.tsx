import { Check, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Kept } from "@/components/secret/use-kept-secret";
import { Button } from "@/components/ui/button";

/** Beside the buttons: whether the dialog may be closed without losing a secret. */
export function ClosingNote({
  kept,
  leaving,
  held,
  lost,
}: {
  kept: Kept | null;
  leaving: boolean;
  /** Why closing is held. */
  held: ReactNode;
  /** What closing now would mean. */
  lost: string;
}) {
  if (kept) {
    return (
      <span className="flex items-center gap-2">
        <Check aria-hidden="true" className="icon text-ok" />
        {kept === "copied" ? "Copied." : "Downloaded."} You can close this now.
      </span>
    );
  }
  return (
    <span className="flex items-center gap-2" role={leaving ? "alert" : undefined}>
      <TriangleAlert aria-hidden="true" className="icon text-warn" />
      {leaving ? lost : held}
    </span>
  );
}

/** The question that a held dialog asks of who wants to leave. */
export function LeavingButtons({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <>
      <Button onClick={onStay}>Keep it open</Button>
      <Button variant="danger" onClick={onLeave}>
        Close without copying
      </Button>
    </>
  );
}
