import type { Route } from "next";
import { ClearFilters } from "@/components/data-table/clear-filters";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import type { Refusal } from "@/domain/result";

const names: Record<string, string> = {
  q: "Search",
  status: "Status",
  type: "Type",
  actsAs: "Acts as",
  createdBy: "Created by",
  organization: "Organization",
  lastUsed: "Last used",
  expiring: "Expiry",
  ownerGone: "Owner",
  ids: "Tokens",
  sort: "Sorting",
  dir: "Direction",
  page: "Page",
  pageSize: "Rows per page",
};

/** An address that asks for what does not exist: each part is named, and one link leads back to the list, whose path is `list`. */
export function BadAddress({ refusal, list }: { refusal: Refusal; list: Route }) {
  const fields = Object.entries(refusal.fields ?? {});
  return (
    <Callout
      tone="bad"
      role="alert"
      title="This address asks for something that the list cannot show"
      action={<ClearFilters list={list} />}
    >
      {fields.length === 0 ? (
        <p>{refusal.message}</p>
      ) : (
        <ul>
          {fields.map(([field, problem]) => (
            <li key={field}>
              <strong className="font-medium text-ink">{names[field.split(".")[0] ?? ""] ?? field}:</strong>{" "}
              {problem}
            </li>
          ))}
        </ul>
      )}
    </Callout>
  );
}

/** The same as a whole page. */
export function BadListAddress({ title, ...rest }: { title: string; refusal: Refusal; list: Route }) {
  return (
    <>
      <PageHeader title={title} />
      <BadAddress {...rest} />
    </>
  );
}
