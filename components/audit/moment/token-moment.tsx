import { AnswerHeadline } from "@/components/audit/moment/answer-headline";
import { FactTable } from "@/components/audit/moment/fact-table";
import { Holders } from "@/components/audit/moment/holders";
import { tokenFactRows } from "@/components/audit/moment/token-fact-rows";
import { WholeSince } from "@/components/audit/moment/whole-since";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { valueOr } from "@/domain/audit/point-in-time/fact";
import type { TokenThenView } from "@/domain/audit/point-in-time/views";

/** Who could use this token at that moment? */
export function TokenMoment({ view }: { view: TokenThenView }) {
  const { token } = view;
  const wasThere = valueOr(token.state.token.existence, "live") !== "not_yet";
  return (
    <div className="grid min-w-0 gap-6">
      <WholeSince at={view.at} wholeSince={view.wholeSince} />
      <AnswerHeadline token={token} />
      <Section
        title={
          <>
            The state of{" "}
            <TextLink href={`/integrations/api-access/${token.id}`} className="text-ink">
              {token.name}
            </TextLink>
          </>
        }
      >
        <FactTable label="State at that moment" rows={tokenFactRows(token)} />
      </Section>
      {wasThere ? <Holders view={view} /> : null}
    </div>
  );
}
