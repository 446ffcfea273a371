import type { TableFilter } from "@/components/data-table/table-filter";
import type { TokenStatus } from "@/domain/tokens/status";
import type { TokenFilterOptions } from "@/domain/tokens/token-views";
import { listedTokenTypeNames, typeRule } from "@/domain/tokens/types";

export const statusNames: Record<TokenStatus, string> = {
  active: "Active",
  disabled: "Disabled",
  expired: "Expired",
  not_yet_valid: "Not yet valid",
  deleted: "Deleted",
};

const named = (list: TokenFilterOptions["actsAs"]) =>
  list.map(({ id, name }) => ({ value: id, label: name }));

/** The filters of the grid, in the order of the bar. */
export function tokenFilters(options: TokenFilterOptions): readonly TableFilter[] {
  return [
    {
      id: "status",
      label: "Status",
      whenUnset: "not deleted",
      options: Object.entries(statusNames).map(([value, label]) => ({ value, label })),
    },
    {
      id: "type",
      label: "Type",
      options: listedTokenTypeNames.map((type) => ({ value: type, label: typeRule(type).label })),
    },
    { id: "actsAs", label: "Acts as", options: named(options.actsAs) },
    {
      id: "lastUsed",
      label: "Last used",
      multiple: false,
      options: [
        { value: "24h", label: "In the last 24 hours" },
        { value: "7d", label: "In the last 7 days" },
        { value: "30d", label: "In the last 30 days" },
        { value: "unused90", label: "Not for 90 days" },
        { value: "never", label: "Never" },
      ],
    },
    { id: "createdBy", label: "Created by", more: true, options: named(options.createdBy) },
    { id: "organization", label: "Organization", more: true, options: named(options.organization) },
    {
      id: "expiring",
      label: "Expiry",
      more: true,
      multiple: false,
      options: [
        { value: "soon", label: "Within 14 days" },
        { value: "never", label: "Never" },
      ],
    },
    {
      id: "ownerGone",
      label: "Owner",
      more: true,
      multiple: false,
      options: [{ value: "true", label: "Gone" }],
    },
  ];
}
