import { Check, CircleHelp, Minus } from "lucide-react";
import { FactTable } from "@/components/audit/moment/fact-table";
import { momentHref } from "@/components/audit/moment/moment-href";
import { bearerPhrase } from "@/components/audit/moment/token-facts";
import { missingList, verdictWords } from "@/components/audit/moment/verdict-words";
import { WholeSince } from "@/components/audit/moment/whole-since";
import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import { PermissionList } from "@/components/tokens/permission-list";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import type { PersonThenView, PersonToken } from "@/domain/audit/point-in-time/views";
import { typeRule } from "@/domain/tokens/types";

const columns = [
  { id: "token", header: "Token", width: 200 },
  { id: "why", header: "Why", width: 200 },
  { id: "as", header: "Acted as", width: 160 },
  { id: "answer", header: "Could be used", width: 240 },
];
const membershipWords = { absent: "not in the account", active: "active", disabled: "disabled" };

/** Which tokens could this person, or template user, use at that moment? */
export function PersonMoment({ view }: { view: PersonThenView }) {
  const { user, state } = view;
  const isPerson = user.kind === "person";
  const usable = view.tokens.filter(({ token }) => token.answer.usable !== "no");
  const others = view.tokens.filter(({ token }) => token.answer.usable === "no");
  return (
    <div className="grid min-w-0 gap-6">
      <WholeSince at={view.at} wholeSince={view.wholeSince} />
      <Section title={user.name}>
        <FactTable
          label="The user at that moment"
          rows={[
            {
              label: "In the account",
              fact: state.membership,
              value: state.membership.known ? membershipWords[state.membership.value] : null,
            },
            ...(isPerson
              ? [{ label: "Role", fact: state.role, value: state.role.known ? state.role.value : null }]
              : []),
            {
              label: "Permissions",
              fact: state.permissions,
              value: state.permissions.known ? (
                state.permissions.value.length === 0 ? (
                  "none"
                ) : (
                  <PermissionList permissions={state.permissions.value} />
                )
              ) : null,
            },
          ]}
        />
      </Section>
      <Section
        title={isPerson ? "Tokens that the person could use" : "Tokens that acted as this template user"}
        description={
          isPerson
            ? "Own tokens, and those whose secret Keydesk had shown to the person while it still worked. An administrator could make others besides."
            : undefined
        }
      >
        <TokenList
          label="Tokens that could be used"
          tokens={usable}
          view={view}
          none="None at that moment."
        />
        {view.isCut ? (
          <p className="text-sm text-warn">
            There are more than can be looked at at once: these are the newest. Ask about a token of its own
            to be sure.
          </p>
        ) : null}
      </Section>
      {others.length > 0 ? (
        <Section title="Tokens that were there, but refused">
          <TokenList label="Tokens that were refused" tokens={others} view={view} none="" />
        </Section>
      ) : null}
    </div>
  );
}

function TokenList({
  label,
  tokens,
  view,
  none,
}: {
  label: string;
  tokens: readonly PersonToken[];
  view: PersonThenView;
  none: string;
}) {
  if (tokens.length === 0) return <p className="text-muted">{none}</p>;
  return (
    <CardTable label={label} columns={columns}>
      {tokens.map(({ token, why }) => (
        <tr key={token.id} className={rowClass}>
          <td className={`${cellClass} wrap-anywhere cards:order-1 cards:basis-full`}>
            <TextLink href={momentHref({ kind: "token", id: token.id }, view.at)}>{token.name}</TextLink>
            <span className="block text-muted text-sm">
              {token.state.token.type.known ? typeRule(token.state.token.type.value).label : "type unknown"}
            </span>
          </td>
          <td className={`${cellClass} cards:order-5`}>
            {why === "acts_as"
              ? view.user.kind === "person"
                ? "own token"
                : "acts as it"
              : "had seen its secret"}
          </td>
          <td className={`${cellClass} wrap-anywhere cards:order-6`}>{bearerPhrase(token) ?? "unknown"}</td>
          <td className={`${cellClass} pr-0 cards:order-7 cards:basis-full`}>
            <AnswerStatus token={token} />
          </td>
        </tr>
      ))}
    </CardTable>
  );
}

function AnswerStatus({ token: { answer } }: Pick<PersonToken, "token">) {
  if (answer.usable === "yes")
    return (
      <Status tone="ok" icon={<Check />}>
        yes
      </Status>
    );
  const words = answer.usable === "no" ? verdictWords(answer.verdict) : missingList(answer.missing);
  return (
    <>
      {answer.usable === "no" ? (
        <Status tone="neutral" icon={<Minus />}>
          no
        </Status>
      ) : (
        <Status tone="warn" icon={<CircleHelp />}>
          not known
        </Status>
      )}
      <span className="block text-muted text-sm">{words}</span>
    </>
  );
}
