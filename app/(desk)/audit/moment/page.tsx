import { History } from "lucide-react";
import type { Metadata } from "next";
import { requireDesk } from "@/app/desk-context";
import { AuditTabs } from "@/components/audit/audit-tabs";
import { FoundTokens } from "@/components/audit/moment/found-tokens";
import { type MomentSubject, momentPath } from "@/components/audit/moment/moment-href";
import { MomentPicker } from "@/components/audit/moment/moment-picker";
import { PersonMoment } from "@/components/audit/moment/person-moment";
import { SubjectChoice } from "@/components/audit/moment/subject-choice";
import { TokenMoment } from "@/components/audit/moment/token-moment";
import { ButtonLink } from "@/components/ui/button-link";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { formatInstant } from "@/components/ui/format-time";
import { PageHeader } from "@/components/ui/page-header";
import { findTokenThen } from "@/services/audit/point-in-time/find-token-then";
import { listTokensThen } from "@/services/audit/point-in-time/list-tokens-then";
import { loadMomentChoices } from "@/services/audit/point-in-time/moment-choices";
import type { Context } from "@/services/kernel/context";

export const metadata: Metadata = { title: "At a moment" };

type Asked = Partial<Record<"token" | "user" | "at" | "find", string>>;
type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Who could use what at a moment. The address is the question: token or user, and the moment as an instant. */
export default async function MomentPage({ searchParams }: Props) {
  const { context } = await requireDesk("audit.view");
  const asked = await readAsked(searchParams);
  const now = context.now();
  const at = timeOf(asked.at);
  const choices = await loadMomentChoices(context, { q: asked.find });
  if (!choices.ok) return <Refused message={choices.refusal.message} />;
  const subject: MomentSubject | null =
    asked.token !== undefined
      ? { kind: "token", id: asked.token }
      : asked.user !== undefined
        ? { kind: "user", id: asked.user }
        : null;
  return (
    <>
      <PageHeader title="Audit" />
      <AuditTabs current={momentPath} />
      <div className="mb-6 grid gap-4">
        <SubjectChoice
          key={`${asked.find} ${asked.user}`}
          users={choices.value.users}
          userId={asked.user ?? null}
          find={asked.find ?? ""}
          at={at}
        />
        {subject === null ? null : <MomentPicker key={asked.at} subject={subject} at={at ?? now} now={now} />}
      </div>
      {subject !== null ? (
        <>
          <p className="mb-4 text-muted">
            As of <strong className="font-medium text-ink">{formatInstant(at ?? now)}</strong>
            {at === null ? ", now" : ""}, out of the audit log.
          </p>
          <Answer context={context} subject={subject} at={asked.at ?? now.toISOString()} />
        </>
      ) : asked.find !== undefined ? (
        <FoundTokens tokens={choices.value.tokens} at={at} />
      ) : (
        <div className="border-t">
          <EmptyState icon={<History />} title="Who could use what, and when?">
            Choose a token or a person, then a moment. The answer comes out of the audit log, with the event
            that proves each fact.
          </EmptyState>
        </div>
      )}
    </>
  );
}

async function Answer({ context, subject, at }: { context: Context; subject: MomentSubject; at: string }) {
  if (subject.kind === "token") {
    const view = await findTokenThen(context, { tokenId: subject.id, at });
    return view.ok ? <TokenMoment view={view.value} /> : <Problem message={view.refusal.message} />;
  }
  const view = await listTokensThen(context, { userId: subject.id, at });
  return view.ok ? <PersonMoment view={view.value} /> : <Problem message={view.refusal.message} />;
}

// A name given twice is as good as none.
async function readAsked(searchParams: Props["searchParams"]): Promise<Asked> {
  const given = await searchParams;
  const one = (name: keyof Asked) => {
    const value = given[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return { token: one("token"), user: one("user"), at: one("at"), find: one("find") };
}

function timeOf(text: string | undefined): Date | null {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms);
}

function Problem({ message }: { message: string }) {
  return (
    <Callout
      tone="warn"
      role="alert"
      title="This address asks for something that the log cannot tell."
      action={
        <ButtonLink href={momentPath} size="sm">
          Ask anew
        </ButtonLink>
      }
    >
      {message}
    </Callout>
  );
}

function Refused({ message }: { message: string }) {
  return (
    <>
      <PageHeader title="Audit" />
      <AuditTabs current={momentPath} />
      <Problem message={message} />
    </>
  );
}
