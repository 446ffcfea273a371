"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";

const shownFirst = 8;

/** The permissions of a user, as they are at this moment. */
export function PermissionList({ permissions }: { permissions: readonly string[] }) {
  const [all, setAll] = useState(false);
  if (permissions.length === 0)
    return (
      <p className="text-sm text-warn">This user has no permissions yet: every call would be forbidden.</p>
    );
  const shown = all ? permissions : permissions.slice(0, shownFirst);
  const rest = permissions.length - shown.length;
  return (
    <ul aria-label="Permissions" className="flex flex-wrap gap-1">
      {shown.map((permission) => (
        <li key={permission} className="flex min-w-0">
          <Badge className="wrap-anywhere whitespace-normal font-mono">{permission}</Badge>
        </li>
      ))}
      {rest > 0 ? (
        <li>
          <button
            type="button"
            className="rounded-sm text-accent text-sm underline"
            onClick={() => setAll(true)}
          >
            {rest} more
          </button>
        </li>
      ) : null}
    </ul>
  );
}
