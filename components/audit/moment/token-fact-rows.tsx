import type { FactRow } from "@/components/audit/moment/fact-table";
import { ProofOf } from "@/components/audit/moment/proof";
import { bearerPhrase, needsPlan } from "@/components/audit/moment/token-facts";
import { PermissionList } from "@/components/tokens/permission-list";
import { DateTime } from "@/components/ui/relative-time";
import { planName } from "@/domain/access/plans";
import { type Fact, valueOr } from "@/domain/audit/point-in-time/fact";
import type { TokenAnswer } from "@/domain/audit/point-in-time/views";
import { typeRule } from "@/domain/tokens/types";

const presenceWords = { not_yet: "did not exist yet", live: "existed", deleted: "had been deleted" };
const membershipWords = { absent: "not in the account", active: "active", disabled: "disabled" };

/** What a verification of then would have rested on, row by row. A token that was not there has nothing else to tell. */
export function tokenFactRows(token: TokenAnswer): FactRow[] {
  const { state } = token;
  const facts = state.token;
  const row = <T,>(label: string, fact: Fact<T>, say: (value: T) => FactRow["value"]): FactRow => ({
    label,
    fact,
    value: fact.known ? say(fact.value) : null,
  });
  const existence = row("Token", facts.existence, (value) => presenceWords[value]);
  if (valueOr(facts.existence, "live") === "not_yet") return [existence];
  return [
    existence,
    row("Name", facts.name, (name) => name),
    row("Type", facts.type, (type) => typeRule(type).label),
    row("Enabled", facts.enabled, (enabled) => (enabled ? "yes" : "no")),
    row("Expires", facts.expiresAt, (at) =>
      at === null ? "never" : <DateTime at={at} precision="minute" />,
    ),
    row("Addresses", facts.ipAllowList, (list) => (list.length === 0 ? "anywhere" : list.join(", "))),
    ...token.secrets.toReversed().flatMap(({ secret }): FactRow[] =>
      secret === null || secret.isDestroyed
        ? []
        : [
            {
              label: secret.retiresAt === null ? "Secret" : "Old secret",
              fact: { known: true, value: secret.last4, proof: secret.proof },
              value: (
                <>
                  <code className="font-mono">…{secret.last4}</code>
                  {secret.retiresAt === null ? null : (
                    <>
                      {" until "}
                      <DateTime at={secret.retiresAt} precision="minute" />
                    </>
                  )}
                </>
              ),
              proof: <ProofOf proof={secret.proof} />,
            },
          ],
    ),
    row("Acts as", facts.bearer, () => bearerPhrase(token)),
    ...bearerRows(token, row),
    ...(needsPlan(token) ? [row("Plan", state.plan, planName)] : []),
  ];
}

function bearerRows(
  { state }: TokenAnswer,
  row: <T>(label: string, fact: Fact<T>, say: (value: T) => FactRow["value"]) => FactRow,
): FactRow[] {
  const { user, organization, client } = state;
  return [
    ...(user
      ? [
          row("That user", user.membership, (value) => membershipWords[value]),
          row("Permissions", user.permissions, (list) =>
            list.length === 0 ? "none" : <PermissionList permissions={list} />,
          ),
        ]
      : []),
    ...(organization ? [row("Organization", organization, (value) => presenceWords[value])] : []),
    ...(client
      ? [
          row("API client", client.presence, (value) => presenceWords[value]),
          row("Client enabled", client.enabled, (enabled) => (enabled ? "yes" : "no")),
        ]
      : []),
  ];
}
