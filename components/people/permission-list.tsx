const shown = 3;

/** Permissions in a cell: the first few, and how many more; all of them in the title. */
export function PermissionList({ permissions }: { permissions: readonly string[] }) {
  if (permissions.length === 0) return <span className="text-muted">no permissions</span>;
  const more = permissions.length - shown;
  return (
    <span title={permissions.join("\n")} className="font-mono text-sm wrap-anywhere">
      {permissions.slice(0, shown).join(", ")}
      {more > 0 ? <span className="font-sans text-muted"> and {more} more</span> : null}
    </span>
  );
}
