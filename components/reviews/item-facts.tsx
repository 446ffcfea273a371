import { Facts } from "@/components/ui/facts";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import type { ItemChange } from "@/domain/reviews/item-changes";
import type { ReviewItem } from "@/domain/reviews/review-views";
import { typeRule } from "@/domain/tokens/types";

/** What the reviewer should know of a token, and what changed in it since the review began. */
export function ItemFacts({ item, now }: { item: ReviewItem; now: Date }) {
  const changes = presentValues(item);
  return (
    <div className="grid gap-3">
      <Facts
        items={[
          { label: "Type", value: typeRule(item.type).label },
          { label: "Acts as", value: item.actsAsName ?? item.organizationName ?? "the whole account" },
          ...(item.permissions.length > 0
            ? [{ label: "Permissions", value: item.permissions.join(", "), mono: true }]
            : []),
          { label: "Notes", value: item.notes || "–" },
          {
            label: "Created",
            value: (
              <>
                <DateTime at={item.createdAt} /> by {item.createdByName}
              </>
            ),
          },
          { label: "Expires", value: item.expiresAt ? <DateTime at={item.expiresAt} /> : "Never" },
          {
            label: "Last used",
            value: (
              <>
                <RelativeTime at={item.present?.lastUsedAt ?? item.lastUsedAt} now={now} capital />
                {item.lastIp ? `, then from ${item.lastIp}` : ""}
              </>
            ),
          },
        ]}
      />
      {changes.length > 0 ? (
        <div className="rounded-xl border border-warn/25 bg-warn-soft px-3.5 py-2.5">
          <p className="font-medium">Changed since the review began</p>
          <ul className="mt-1 grid gap-1 text-sm">
            {changes.map(({ label, before, after }) => (
              <li key={label} className="wrap-anywhere">
                {label}
                {after === null ? null : (
                  <>
                    : <del className="text-muted">{before}</del> → <ins className="no-underline">{after}</ins>
                  </>
                )}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

type Shown = { readonly label: string; readonly before: string; readonly after: string | null };

const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? "never";

function presentValues(item: ReviewItem): readonly Shown[] {
  const { present } = item;
  const shown: Record<ItemChange, Shown> = {
    deleted: { label: "It was deleted", before: "", after: null },
    name: { label: "Name", before: item.name, after: present?.name ?? null },
    notes: { label: "Notes", before: item.notes || "none", after: present && (present.notes || "none") },
    expiry: {
      label: "Expiry",
      before: day(item.expiresAt),
      after: present && day(present.expiresAt),
    },
    addresses: {
      label: "Allowed addresses",
      before: item.ipAllowList.join(", ") || "all",
      after: present && (present.ipAllowList.join(", ") || "all"),
    },
    disabled: { label: "It was disabled", before: "", after: null },
    enabled: { label: "It was enabled", before: "", after: null },
    rotated: { label: "It was rotated: it has another secret", before: "", after: null },
    permissions: {
      label: "Permissions",
      before: item.permissions.join(", ") || "none",
      after: present && (present.permissions.join(", ") || "none"),
    },
  };
  return item.changes.map((change) => shown[change]);
}
