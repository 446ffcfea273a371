import { PlanNote } from "@/components/account/plan-note";
import { narrowOptions } from "@/components/tokens/generate/narrow-options";
import { gridHref } from "@/components/tokens/grid-href";
import type { TokenActions } from "@/components/tokens/token-actions";
import type { TokenRights } from "@/components/tokens/token-rights";
import { TokenSection } from "@/components/tokens/token-section";
import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { accountSample, organizationSample } from "@/domain/access/account-samples";
import type { AccountView } from "@/domain/access/account-views";
import type { TokenCreationOptions, TokenPage } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** runZero's account API tokens, with `_oid` explained. */
export function AccountTokens({
  account,
  page,
  creation,
  organization,
  rights,
  actions,
  baseUrl,
  isBegun,
}: {
  account: AccountView;
  page: TokenPage;
  /** Null: the viewer may not generate. */
  creation: TokenCreationOptions | null;
  /** One of the account's, for the sample. */
  organization: { readonly id: string; readonly name: string } | null;
  rights: TokenRights;
  actions: TokenActions;
  baseUrl: string;
  isBegun: boolean;
}) {
  return (
    <div className="grid max-w-5xl gap-10">
      <TokenSection
        title="Account API tokens"
        description={`For programs that administer ${account.name}: its organizations, users and tokens, and the work in every organization. Each can do everything in the account, so generate few and let them expire.`}
        page={page}
        creation={creation ? narrowOptions(creation, "account") : null}
        generateLabel="Generate account API token"
        empty="There are no account API tokens. An organization API token is enough for a program that works in one organization."
        allHref={gridHref({ type: ["account"] })}
        rights={rights}
        actions={actions}
        baseUrl={baseUrl}
        isBegun={isBegun}
        note={<PlanNote what="Account API tokens" needed={typeRule("account").plan} plan={account.plan} />}
      />
      <Section
        title="Calls about the account"
        description="With the token in API_TOKEN this runs as it stands."
      >
        <CodeBlock label="Call about the account" code={accountSample(baseUrl)} />
      </Section>
      <Section
        title="Calls about one organization"
        description={
          <>
            An account token has no organization in it, so a call about one names it: add{" "}
            <code className="font-mono text-sm">_oid</code> with the organization’s id, which stands on its
            page. Without it such a call is refused.{" "}
            {organization ? (
              <>
                This one is about{" "}
                <TextLink href={`/organizations/${organization.id}`}>{organization.name}</TextLink>.
              </>
            ) : (
              <>
                There is none yet: create one under <TextLink href="/organizations">Organizations</TextLink>.
              </>
            )}
          </>
        }
      >
        {organization ? (
          <CodeBlock
            label="Call about one organization"
            code={organizationSample(baseUrl, organization.id)}
            accents={[`_oid=${organization.id}`]}
          />
        ) : null}
      </Section>
    </div>
  );
}
