import { randomUUID } from "node:crypto";
import type { Row } from "@/e2e/authorisation/row";

const action = (name: string) => ({ action: `app/(desk)/exports/actions.ts#${name}`, page: "/exports" });
const ask = { what: "tokens", format: "csv", filter: {} };

/** Exports: of administrators and auditors; one that is running is its starter's alone (services/export/export.test.ts). */
export const exportsRows: readonly Row[] = [
  { ...action("count"), args: () => [ask], administrator: "done", auditor: "done", reads: true },
  { ...action("start"), args: () => [ask], administrator: "done", auditor: "done" },
  {
    ...action("find"),
    args: () => [randomUUID()],
    administrator: "not_found",
    auditor: "not_found",
    reads: true,
  },
  { ...action("cancel"), args: () => [randomUUID()], administrator: "not_found", auditor: "not_found" },
];
