"use client";

import type { ReactNode } from "react";
import { useFacts } from "@/components/forms/use-facts";
import type { TokenActions, TokenFacts } from "@/components/tokens/token-actions";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Skeleton } from "@/components/ui/skeleton";
import { typedConfirmationDays } from "@/domain/tokens/bounds";

/** Delete: says what it will break, and asks for the name where somebody used the token lately. */
export function RevokeDialog({
  token,
  noun = "token",
  note,
  loadFacts,
  remove,
  onClose,
  onRevoked,
}: {
  token: { id: string; name: string };
  /** What the page calls it. */
  noun?: string;
  /** What else ends with it. */
  note?: ReactNode;
  loadFacts: TokenActions["loadFacts"];
  remove: TokenActions["remove"];
  onClose: () => void;
  onRevoked: () => void;
}) {
  const state = useFacts(token.id, loadFacts);
  const facts = state.kind === "loaded" ? state.facts : null;
  const name = facts?.name ?? token.name;
  return (
    <ConfirmDialog
      // Another key once the facts are here: what was typed before belongs to no question yet.
      key={state.kind}
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${name}?`}
      description="Its secret is destroyed and access ends at once. This cannot be undone."
      confirmLabel={`Delete ${noun}`}
      typeToConfirm={facts?.deleteNeedsName ? name : null}
      onConfirm={async () => {
        if (state.kind === "loading") return "One moment: its use is being looked up.";
        if (state.kind === "failed") return state.message;
        const result = await remove(token.id, facts?.deleteNeedsName ? name : undefined);
        if (!result.ok) {
          // It was used meanwhile: the question that the answer asks for is put here.
          if (result.refusal.code === "confirmation_mismatch") await state.lookAgain();
          return result.refusal.message;
        }
        onRevoked();
        return undefined;
      }}
    >
      {state.kind === "loading" ? <Skeleton className="w-72" /> : facts ? <UseWords facts={facts} /> : null}
      {note}
    </ConfirmDialog>
  );
}

function UseWords({ facts }: { facts: TokenFacts }) {
  const { count, addresses } = facts.useLastHour;
  if (count > 0)
    return (
      <p className="font-medium text-bad">
        It was used {formatCount(count)} {count === 1 ? "time" : "times"} in the last hour from{" "}
        {formatCount(addresses)} {addresses === 1 ? "address" : "addresses"}. Those calls will be refused.
      </p>
    );
  return (
    <p>
      {facts.deleteNeedsName
        ? `It was used in the last ${typedConfirmationDays} days, though not in the last hour.`
        : `It was not used in the last ${typedConfirmationDays} days.`}
    </p>
  );
}
