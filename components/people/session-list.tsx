"use client";

import { useState } from "react";
import { unanswered } from "@/components/forms/unreachable";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatInstant } from "@/components/ui/format-time";
import { PageHeader } from "@/components/ui/page-header";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { deviceWords } from "@/domain/access/device-words";
import type { OwnSession } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";

export type SessionActions = {
  readonly end: (input: { sessionId: string }) => Promise<Result<{ id: string }>>;
  readonly endOthers: () => Promise<Result<{ count: number }>>;
};

/** Where one is signed in, and ways to end it. */
export function SessionList({
  sessions,
  now,
  actions,
}: {
  sessions: readonly OwnSession[];
  now: Date;
  actions: SessionActions;
}) {
  const guarded = useReauth();
  const [ending, setEnding] = useState<string | null>(null);
  const others = sessions.filter((session) => !session.isCurrent).length;
  const end = async (session: OwnSession) => {
    setEnding(session.id);
    const result = await guarded(() => actions.end({ sessionId: session.id })).catch(unanswered);
    setEnding(null);
    if (result.ok) toast.success("The session is ended");
    else toast.error(result.refusal.message);
  };
  return (
    <>
      <PageHeader
        title="Sessions"
        meta="Where you are signed in. End any that you do not recognize, then change your password."
        actions={
          <ConfirmDialog
            trigger={
              <Button disabledReason={others === 0 ? "There is no other session." : null}>
                End all other sessions
              </Button>
            }
            title={`End ${others} other ${others === 1 ? "session" : "sessions"}?`}
            description="They are signed out at their next request. This one stays."
            confirmLabel="End sessions"
            onConfirm={async () => {
              const result = await guarded(actions.endOthers);
              if (!result.ok) return result.refusal.message;
              toast.success(
                `Ended ${result.value.count} ${result.value.count === 1 ? "session" : "sessions"}`,
              );
            }}
          />
        }
      />
      <ul className="divide-y border-y">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-56 max-sm:basis-full">
              <p className="flex flex-wrap items-center gap-2 font-medium" title={session.userAgent}>
                {deviceWords(session.userAgent)}
                {session.isCurrent ? <Badge tone="ok">this session</Badge> : null}
              </p>
              <p className="text-muted text-sm">
                <span className="font-mono">{session.ip}</span>
                {session.accountName ? ` · ${session.accountName}` : null}
              </p>
            </div>
            <p className="grow basis-52 text-muted text-sm sm:grow-0 sm:basis-60">
              Seen <RelativeTime at={session.lastSeenAt} now={now} />
              <br />
              Signed in <DateTime at={session.createdAt} precision="minute" />
            </p>
            <Button
              size="sm"
              pending={ending === session.id}
              disabledReason={session.isCurrent ? "Sign out from the user menu to end this one." : null}
              aria-label={`End the session on ${deviceWords(session.userAgent)} from ${session.ip}, signed in ${formatInstant(session.createdAt)}`}
              onClick={() => void end(session)}
            >
              End
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
