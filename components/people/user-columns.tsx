import type { TableColumn } from "@/components/data-table/table-column";
import { roleWords } from "@/components/people/people-actions";
import { PermissionList } from "@/components/people/permission-list";
import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/components/ui/format-count";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import type { UserSummary } from "@/domain/access/people-views";

function NameCell({ user, viewerId }: { user: UserSummary; viewerId: string }) {
  return (
    <>
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-medium">{user.name}</span>
        {user.id === viewerId ? <Badge>you</Badge> : null}
        {user.isOperator ? <Badge>operator</Badge> : null}
      </span>
      {user.email ? <span className="block truncate text-muted text-sm">{user.email}</span> : null}
    </>
  );
}

const status: TableColumn<UserSummary> = {
  id: "status",
  header: "Status",
  width: 96,
  card: "aside",
  cell: (user) =>
    user.disabledAt === null ? <Status tone="ok">active</Status> : <Status tone="neutral">disabled</Status>,
};
const permissions: TableColumn<UserSummary> = {
  id: "permissions",
  header: "Permissions",
  width: 220,
  cell: (user) => <PermissionList permissions={user.permissions} />,
};
const tokens: TableColumn<UserSummary> = {
  id: "tokens",
  header: "Tokens",
  width: 96,
  numeric: true,
  sortable: true,
  descFirst: true,
  cell: (user) => formatCount(user.tokens),
};

/** Columns of the people of an account. */
export function personColumns(viewerId: string, now: Date): TableColumn<UserSummary>[] {
  return [
    {
      id: "name",
      header: "Name",
      width: 204,
      sortable: true,
      hideable: false,
      card: "title",
      cell: (user) => <NameCell user={user} viewerId={viewerId} />,
    },
    { id: "role", header: "Role", width: 126, sortable: true, cell: (user) => roleWords[user.role].label },
    { ...permissions, width: 130 },
    {
      id: "signIn",
      header: "Sign-in",
      width: 112,
      cell: (user) =>
        user.hasSecondFactor ? <Status tone="ok">two-step</Status> : <Status tone="neutral">password</Status>,
    },
    { ...tokens, width: 88, card: "none" },
    {
      id: "lastSeen",
      header: "Last seen",
      width: 116,
      sortable: true,
      descFirst: true,
      cell: (user) => <RelativeTime at={user.lastSeenAt} now={now} never="Never seen" capital />,
    },
    {
      id: "joined",
      header: "Joined",
      width: 116,
      sortable: true,
      descFirst: true,
      card: "none",
      cell: (user) => <DateTime at={user.joinedAt} />,
    },
    status,
  ];
}

/** Columns of the template users of an account. */
export const templateColumns: TableColumn<UserSummary>[] = [
  {
    id: "name",
    header: "Name",
    width: 220,
    sortable: true,
    hideable: false,
    card: "title",
    cell: (user) => <span className="block truncate font-medium">{user.name}</span>,
  },
  { ...permissions, width: 360 },
  tokens,
  {
    id: "joined",
    header: "Created",
    width: 110,
    sortable: true,
    descFirst: true,
    card: "none",
    cell: (user) => <DateTime at={user.joinedAt} />,
  },
  status,
];
