import { bearerName } from "@/components/tokens/bearer-name";
import { PermissionList } from "@/components/tokens/permission-list";
import { Facts } from "@/components/ui/facts";
import { DateTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { TokenDetails } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** The facts of a token. */
export function DetailsSection({ token }: { token: TokenDetails }) {
  const rule = typeRule(token.type);
  return (
    <Section title="Details">
      <Facts
        items={[
          { label: "Type", value: rule.label },
          { label: "Header", value: `Authorization: ${rule.scheme}`, mono: true },
          { label: "Acts as", value: bearerName(token) },
          ...(token.permissions
            ? [{ label: "Permissions", value: <PermissionList permissions={token.permissions} /> }]
            : []),
          {
            label: "Notes",
            value: token.notes ? <span className="whitespace-pre-line">{token.notes}</span> : "–",
          },
          {
            label: "Created",
            value: (
              <>
                <DateTime at={token.createdAt} /> by {token.createdByName}
                {token.creatorActive ? "" : ", who has left"}
              </>
            ),
          },
          {
            label: "First used",
            value: token.firstUsedAt ? <DateTime at={token.firstUsedAt} precision="minute" /> : "Never used",
          },
          {
            label: "Expires",
            value: token.expiresAt ? <DateTime at={token.expiresAt} precision="minute" /> : "Never",
          },
          {
            label: "Addresses",
            value: token.ipAllowList.length > 0 ? token.ipAllowList.join(", ") : "Anywhere",
            mono: token.ipAllowList.length > 0,
          },
          { label: "Id", value: token.id, mono: true },
        ]}
      />
    </Section>
  );
}
