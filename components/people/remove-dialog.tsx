"use client";

import { Fragment } from "react";
import { clientHref } from "@/components/api-clients/client-menu";
import { useFacts } from "@/components/forms/use-facts";
import type { PeopleActions } from "@/components/people/people-actions";
import { firstTokensWords, keptWords, personWords, tokenWords } from "@/components/people/removal-words";
import { useReauth } from "@/components/reauth/reauth-provider";
import { gridHref } from "@/components/tokens/grid-href";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import type { UserSummary } from "@/domain/access/people-views";
import { keptTokensOf, textToRemove, type UserRemovalFacts } from "@/domain/access/user-removal";
import type { Refusal } from "@/domain/result";

/** Takes a user out of the account: says what it breaks, and asks for the address where somebody used a token lately. */
export function RemoveDialog({
  user,
  now,
  actions,
  onClose,
  onRemoved,
}: {
  user: UserSummary;
  now: Date;
  actions: Pick<PeopleActions, "loadRemovalFacts" | "remove">;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const guarded = useReauth();
  const state = useFacts(user.id, actions.loadRemovalFacts);
  const facts = state.kind === "loaded" ? state.facts : null;
  const typed = facts?.needsText ? textToRemove(facts) : undefined;
  const isPerson = user.kind === "person";
  // Another tab, or somebody else, was first.
  const explain = (message: string, code: Refusal["code"] | null) =>
    code === "not_found" ? `${user.name} is not in this account any more. The list shows it now.` : message;
  return (
    <ConfirmDialog
      // Another key once the facts are here: what was typed before belongs to no question yet.
      key={state.kind}
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${facts?.name ?? user.name}?`}
      description={
        isPerson
          ? "They lose access to this account at once, and can only come back by a new invitation. Other accounts of theirs stay as they are."
          : "It leaves the account for good, and no token can act as it any more. This cannot be undone."
      }
      confirmLabel={isPerson ? "Remove user" : "Remove template user"}
      typeToConfirm={typed ?? null}
      onConfirm={async () => {
        if (state.kind === "loading") return "One moment: what it breaks is being looked up.";
        if (state.kind === "failed") return explain(state.message, state.code);
        const result = await guarded(() =>
          actions.remove({ userId: user.id, ...(typed === undefined ? {} : { confirmation: typed }) }),
        );
        if (!result.ok) {
          // A token was used meanwhile: the question that the answer asks for is put here.
          if (result.refusal.code === "confirmation_mismatch") await state.lookAgain();
          return explain(result.refusal.message, result.refusal.code);
        }
        onRemoved();
        return undefined;
      }}
    >
      {state.kind === "loading" ? (
        <Skeleton className="h-15 w-full" />
      ) : facts ? (
        <WhatBreaks user={user} facts={facts} now={now} />
      ) : state.kind === "failed" ? (
        <p className="text-warn">{explain(state.message, state.code)}</p>
      ) : null}
    </ConfirmDialog>
  );
}

function WhatBreaks({ user, facts, now }: { user: UserSummary; facts: UserRemovalFacts; now: Date }) {
  const { ends, use, isInUse } = tokenWords(facts, user.kind);
  const kept = keptWords(facts);
  return (
    <ul className="grid list-disc gap-1.5 pl-5 marker:text-muted">
      <li>
        <span className={isInUse ? "font-medium text-bad" : undefined}>
          {ends} {use}
        </span>
        {facts.tokens > 0 ? (
          <span className="block break-words text-muted text-sm">{firstTokensWords(facts, now)}</span>
        ) : null}
      </li>
      {user.kind === "person" ? personWords(facts).map((line) => <li key={line}>{line}</li>) : null}
      {kept.tokens ? (
        <li>
          {kept.tokens}{" "}
          <TextLink href={gridHref(keptTokensOf(user.id))}>
            Look at {facts.keptTokens === 1 ? "it" : "them"}
          </TextLink>
        </li>
      ) : null}
      {kept.clients ? (
        <li>
          {kept.clients}
          <KeptClients facts={facts} />
        </li>
      ) : null}
    </ul>
  );
}

/** Each leads to its page, where it is rotated; where they are too many to name, the last words lead to the list. */
function KeptClients({ facts: { firstClients, keptClients } }: { facts: UserRemovalFacts }) {
  const more = keptClients - firstClients.length;
  return (
    <span className="wrap-anywhere block text-sm">
      {firstClients.map((client, i) => (
        <Fragment key={client.id}>
          {i > 0 ? ", " : null}
          <TextLink href={clientHref(client)}>{client.name}</TextLink>
        </Fragment>
      ))}
      {more > 0 ? (
        <>
          {" "}
          and <TextLink href="/account/clients">{formatCount(more)} more</TextLink>
        </>
      ) : null}
    </span>
  );
}
