import { tableParams } from "@/components/data-table/table-params";

/** The table's place in the address, for server and browser. */
export const organizationParams = tableParams({
  sort: ["name"],
  defaultSort: { id: "name", dir: "asc" },
  filters: {},
});
