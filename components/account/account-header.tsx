import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import type { AccountView } from "@/domain/access/account-views";
import { planName } from "@/domain/access/plans";

const tabs = [
  { href: "/account", label: "API tokens" },
  { href: "/account/clients", label: "API clients" },
  { href: "/account/limits", label: "Plan and limits" },
  { href: "/account/policy", label: "Token policy" },
  { href: "/account/sign-in", label: "Sign-in policy" },
  { href: "/account/retention", label: "Audit retention" },
] as const;

export type AccountTab = (typeof tabs)[number]["href"];

/** Title and tabs of the account's settings. */
export function AccountHeader({
  account,
  current,
  actions,
}: {
  account: Pick<AccountView, "id" | "name" | "plan">;
  current: AccountTab;
  actions?: ReactNode;
}) {
  return (
    <>
      <PageHeader
        title="Account settings"
        meta={
          <>
            <span className="wrap-anywhere">{account.name}</span>
            <span aria-hidden="true">·</span>
            <span>{planName(account.plan)} plan</span>
            <span aria-hidden="true">·</span>
            <span className="flex min-w-0 items-center gap-1.5">
              <span className="shrink-0">Id</span>{" "}
              <code className="wrap-anywhere font-mono text-sm">{account.id}</code>
              <CopyButton text={account.id} copyLabel="Copy id" />
            </span>
          </>
        }
        actions={actions}
      />
      <LinkTabs label="Account settings" tabs={tabs} current={current} className="mb-6" />
    </>
  );
}
