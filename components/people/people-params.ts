import { tableParams } from "@/components/data-table/table-params";

/** The tables' places in the address, for server and browser. */
export const peopleParams = tableParams({
  sort: ["name", "role", "joined", "lastSeen", "tokens"],
  defaultSort: { id: "name", dir: "asc" },
  filters: {
    status: ["active", "disabled"],
    role: ["administrator", "auditor", "member"],
    secondStep: ["on", "off"],
  },
});

export const templateParams = tableParams({
  sort: ["name", "joined", "tokens"],
  defaultSort: { id: "name", dir: "asc" },
  filters: { status: ["active", "disabled"] },
});

export type PeopleParams = Awaited<ReturnType<typeof peopleParams.load>>;
export type TemplateParams = Awaited<ReturnType<typeof templateParams.load>>;
