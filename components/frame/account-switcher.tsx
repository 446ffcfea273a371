"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { useTransition } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { Spinner } from "@/components/ui/spinner";
import { tellUnanswered } from "./tell-unanswered";

export type FrameAccount = { id: string; name: string };

/** A form action: gets the chosen account as `accountId`. */
export type SwitchAccount = (form: FormData) => Promise<void>;

/** Which account one works in. With one account it only says so. */
export function AccountSwitcher({
  accounts,
  currentId,
  switchAccount,
}: {
  accounts: readonly FrameAccount[];
  currentId: string;
  switchAccount: SwitchAccount;
}) {
  const [pending, startTransition] = useTransition();
  const current = accounts.find((account) => account.id === currentId);
  const face = (
    <>
      <Avatar name={current?.name ?? "?"} kind="account" />
      <span className="min-w-0 truncate font-medium">{current?.name ?? "No account"}</span>
    </>
  );
  if (accounts.length < 2) return <p className="flex min-w-0 items-center gap-2">{face}</p>;

  const choose = (id: string) => {
    if (id === currentId) return;
    const form = new FormData();
    form.set("accountId", id);
    startTransition(() => switchAccount(form).catch(tellUnanswered("The account was not switched")));
  };
  return (
    <DropdownMenu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Account: ${current?.name ?? "none"}. Switch account`}
          className="-ml-1.5 flex h-8.5 min-w-0 items-center gap-2 rounded-lg px-1.5 hover:bg-hover pointer-coarse:h-11"
        >
          {face}
          {pending ? (
            <Spinner className="text-muted" />
          ) : (
            <ChevronsUpDown aria-hidden="true" className="icon text-muted" />
          )}
        </button>
      }
      items={[
        { kind: "heading", id: "heading", label: "Accounts" },
        ...accounts.map((account) => ({
          id: account.id,
          label: <span className={cn(account.id === currentId && "font-medium")}>{account.name}</span>,
          icon:
            account.id === currentId ? (
              <Check role="img" aria-label="Current" className="icon" />
            ) : (
              <span aria-hidden="true" className="size-4" />
            ),
          onSelect: () => choose(account.id),
        })),
      ]}
    />
  );
}
