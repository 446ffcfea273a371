import { momentPath } from "@/components/audit/moment/moment-href";
import { LinkTabs } from "@/components/ui/link-tabs";

const tabs = [
  { href: "/audit", label: "Events" },
  { href: momentPath, label: "At a moment" },
];

/** The pages about the trail: what happened, and what was so at a moment. */
export function AuditTabs({ current }: { current: "/audit" | typeof momentPath }) {
  return <LinkTabs label="Audit" tabs={tabs} current={current} className="mb-4" />;
}
