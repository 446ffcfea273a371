import { auditHref } from "@/components/audit/audit-href";
import { EventSentence } from "@/components/audit/event-sentence";
import { RowLink } from "@/components/data-table/row-link";
import type { TableColumn } from "@/components/data-table/table-column";
import { statusNames } from "@/components/tokens/token-filters";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { InventoryRow } from "@/domain/audit/inventory-views";
import { displayToken } from "@/domain/tokens/display";
import { typeRule } from "@/domain/tokens/types";

/** What auditors ask of each token: what it is, who made, changed and deleted it, and when. */
export function inventoryColumns(now: Date): readonly TableColumn<InventoryRow>[] {
  return [
    {
      id: "name",
      header: "Token name",
      width: 250,
      sortable: true,
      hideable: false,
      card: "title",
      cell: (token) => (
        <>
          <RowLink href={`${apiAccessPath}/${token.id}`} prefetch={false}>
            {token.name}
          </RowLink>
          <code className="block font-mono text-muted text-sm">
            {displayToken(token.prefix, token.last4)}
          </code>
        </>
      ),
    },
    {
      id: "type",
      header: "Type",
      card: "line",
      width: 140,
      clip: true,
      cell: (token) => (
        <>
          {typeRule(token.type).label}
          <span className="block truncate text-muted text-sm" title={ownerOf(token)}>
            <OnCards>{token.actsAsName === null ? "of" : "acts as"}</OnCards>
            {ownerOf(token)}
          </span>
        </>
      ),
    },
    { id: "status", header: "Status", width: 90, card: "aside", cell: (token) => statusNames[token.status] },
    {
      id: "createdAt",
      header: "Made",
      card: "line",
      width: 130,
      sortable: true,
      descFirst: true,
      cell: (token) => (
        <By
          word="made"
          at={token.createdAt}
          name={token.creatorActive ? token.createdByName : `${token.createdByName} (left)`}
        />
      ),
    },
    {
      id: "changed",
      header: "Last change",
      card: "line",
      width: 200,
      cell: ({ lastChange }) =>
        lastChange === null ? (
          <Nothing />
        ) : (
          <span className="wrap-anywhere">
            <OnCards>changed</OnCards>
            <TextLink href={`/audit/${lastChange.id}`}>
              <DateTime at={lastChange.at} />
            </TextLink>
            <span className="block text-muted text-sm [&>span]:font-normal">
              <EventSentence
                event={{ ...lastChange, targetKind: null, targetId: null }}
                linked={false}
                ofIt
              />
            </span>
          </span>
        ),
    },
    {
      id: "deleted",
      header: "Deleted",
      card: "line",
      width: 130,
      cell: (token) =>
        token.deletedAt === null ? (
          <Nothing />
        ) : (
          <By word="deleted" at={token.deletedAt} name={token.deletedByName ?? "unknown"} />
        ),
    },
    {
      id: "lastUsedAt",
      header: "Last used",
      width: 130,
      sortable: true,
      descFirst: true,
      card: "none",
      cell: (token) => <RelativeTime at={token.lastUsedAt} now={now} capital />,
    },
    {
      id: "trail",
      header: "Trail",
      width: 70,
      card: "none",
      cell: (token) => (
        <TextLink href={auditHref({ target: token.id })} aria-label={`Events of ${token.name}`}>
          Events
        </TextLink>
      ),
    },
  ];
}

function By({ word, at, name }: { word: string; at: Date; name: string }) {
  return (
    <>
      <OnCards>{word}</OnCards>
      <DateTime at={at} className="whitespace-nowrap" />
      <span className="block truncate text-muted text-sm" title={name}>
        <OnCards>by</OnCards>
        {name}
      </span>
    </>
  );
}

// Nothing to say takes no line of a card.
function Nothing() {
  return <span className="text-muted cards:hidden">–</span>;
}

function ownerOf({ actsAsName, organizationName }: InventoryRow): string | undefined {
  return actsAsName ?? organizationName ?? undefined;
}

// A card has no heads of columns to say what a date is of.
function OnCards({ children }: { children: string }) {
  return <span className="hidden text-muted cards:inline">{children} </span>;
}
