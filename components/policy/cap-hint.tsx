import { TriangleAlert } from "lucide-react";
import { overCapWords } from "@/components/policy/policy-words";
import type { PolicyView } from "@/domain/tokens/policy-views";

/**
 * What the highest cap is, or what a lower one holds up. The words change while one types, and the fields below stay where they are:
 * where a cap can hold up anything, its words have their room from the start.
 */
export function CapHint({
  policy: { account, deployment, keyCounts },
  cap,
}: {
  policy: PolicyView;
  /** As typed so far; what is no cap yet holds up nothing. */
  cap: number;
}) {
  const over = cap > 0 && cap < account.keyCap ? overCapWords(keyCounts, cap) : null;
  const most = overCapWords(keyCounts, 1);
  return (
    <span className="grid grid-cols-1 *:col-start-1 *:row-start-1">
      <span role="status">{over ? <Warning>{over}</Warning> : `At most ${deployment.keyCap}.`}</span>
      {most ? (
        <span aria-hidden="true" className="invisible">
          {/* With a digit more: the cap that is typed may have two. */}
          <Warning>{`${most}0`}</Warning>
        </span>
      ) : null}
    </span>
  );
}

function Warning({ children }: { children: string }) {
  return (
    <span className="flex items-start gap-1.5 text-warn">
      <TriangleAlert aria-hidden="true" className="icon mt-0.5" />
      <span>{children}</span>
    </span>
  );
}
