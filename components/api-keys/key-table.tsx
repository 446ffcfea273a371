import { MoreHorizontal } from "lucide-react";
import Link from "next/link";
import { KeyCell } from "@/components/api-keys/key-cell";
import { type KeyMenuChoices, keyMenu } from "@/components/api-keys/key-menu";
import type { RevealedKey } from "@/components/api-keys/use-revealed-key";
import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import type { RecordCopied } from "@/components/secret/new-secret";
import { AttentionLine } from "@/components/tokens/attention-line";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { findAttention } from "@/domain/tokens/attention";
import type { TokenSummary } from "@/domain/tokens/token-views";

const columns = [
  { id: "name", header: "Name", width: 190 },
  { id: "key", header: "API key", width: 270 },
  { id: "identifier", header: "Key identifier", width: 148 },
  { id: "status", header: "Status", width: 88 },
  { id: "created", header: "Created", width: 110 },
  { id: "lastUsed", header: "Last used", width: 136 },
  { id: "actions", header: "Actions", width: 44, unseen: true },
];

/** An organization's API keys; cards where it is narrow. */
export function KeyTable({
  keys,
  defaultKeyId,
  now,
  isActive,
  revealed,
  recordCopied,
  choices,
}: {
  keys: readonly TokenSummary[];
  defaultKeyId: string | null;
  now: Date;
  isActive: (key: TokenSummary) => boolean;
  revealed: RevealedKey;
  recordCopied: RecordCopied;
  choices: KeyMenuChoices;
}) {
  return (
    <CardTable label="API keys" columns={columns}>
      {keys.map((key) => (
        <tr key={key.id} className={cn(rowClass, "hover:bg-sub")}>
          <td className={cn(cellClass, "wrap-anywhere cards:order-1 cards:min-w-0 cards:flex-1")}>
            <NameCell apiKey={key} isDefault={key.id === defaultKeyId} now={now} />
          </td>
          <td className={cn(cellClass, "py-1.5 cards:order-5 cards:basis-full")}>
            <KeyCell apiKey={key} revealed={revealed} recordCopied={recordCopied} />
          </td>
          <td className={cn(cellClass, "py-1.5 cards:order-6 cards:basis-full cards:text-muted")}>
            <IdentifierCell apiKey={key} />
          </td>
          <td className={cn(cellClass, "cards:order-7")}>
            <KeyStatus apiKey={key} isActive={isActive(key)} />
          </td>
          <td className={cn(cellClass, "cards:order-8 cards:text-muted")}>
            <span className="hidden cards:inline">Created </span>
            <DateTime at={key.createdAt} />
            <span className="block truncate text-muted text-sm cards:hidden">by {key.createdByName}</span>
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-9 cards:text-muted")}>
            <span className="hidden cards:inline">{key.lastUsedAt ? "Last used " : ""}</span>
            <RelativeTime at={key.lastUsedAt} now={now} />
            {key.lastIp ? (
              <span className="block truncate text-muted text-sm cards:hidden">from {key.lastIp}</span>
            ) : null}
          </td>
          <td className={cn(cellClass, "py-1.5 pr-0 text-right cards:order-2 cards:-my-1")}>
            <DropdownMenu
              items={() =>
                keyMenu(key, { isActive: isActive(key), isDefault: key.id === defaultKeyId }, choices)
              }
              trigger={<IconButton size="sm" label={`Actions for ${key.name}`} icon={<MoreHorizontal />} />}
            />
          </td>
        </tr>
      ))}
    </CardTable>
  );
}

function NameCell({ apiKey, isDefault, now }: { apiKey: TokenSummary; isDefault: boolean; now: Date }) {
  const attention = findAttention(apiKey, now);
  // Its own column says whether it works.
  const more =
    attention && !["disabled", "expired", "not_yet_valid"].includes(attention.kind) ? attention : null;
  return (
    <>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2">
        <Link
          href={`${apiAccessPath}/${apiKey.id}`}
          prefetch={false}
          className="min-w-0 rounded-sm font-medium hover:underline"
        >
          {apiKey.name}
        </Link>
        {isDefault ? <Badge tone="accent">Default</Badge> : null}
      </span>
      {apiKey.notes ? <p className="line-clamp-2 text-muted text-sm">{apiKey.notes}</p> : null}
      {more ? <AttentionLine attention={more} now={now} /> : null}
    </>
  );
}

/** What goes as `kid` into a JWT; the beginning and the end are enough to recognise it by. */
function IdentifierCell({ apiKey: { id, name } }: { apiKey: TokenSummary }) {
  return (
    <span className="flex min-w-0 items-start gap-1">
      <span className="hidden shrink-0 py-1 cards:inline">Key identifier</span>
      <code className="whitespace-nowrap py-1 font-mono text-sm" title={id}>
        {`${id.slice(0, 8)}…${id.slice(-4)}`}
      </code>
      <CopyButton text={id} copyLabel={`Copy the key identifier of ${name}`} />
    </span>
  );
}

function KeyStatus({ apiKey, isActive }: { apiKey: TokenSummary; isActive: boolean }) {
  if (!isActive) return <Status tone="neutral">Inactive</Status>;
  if (apiKey.status === "expired") return <Status tone="bad">Expired</Status>;
  if (apiKey.status === "not_yet_valid") return <Status tone="warn">Not valid yet</Status>;
  return <Status tone="ok">Active</Status>;
}
