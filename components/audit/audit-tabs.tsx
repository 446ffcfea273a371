import { inventoryPath } from "@/components/audit/inventory/inventory-path";
import { momentPath } from "@/components/audit/moment/moment-href";
import { LinkTabs } from "@/components/ui/link-tabs";

const tabs = [
  { href: "/audit", label: "Events" },
  { href: inventoryPath, label: "Token inventory" },
  { href: momentPath, label: "At a moment" },
] as const;

/** The pages about the trail: what happened, what there ever was, and what was so at a moment. */
export function AuditTabs({ current }: { current: (typeof tabs)[number]["href"] }) {
  return <LinkTabs label="Audit" tabs={tabs} current={current} className="mb-4" />;
}
