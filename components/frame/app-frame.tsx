import type { ReactNode } from "react";
import { AccountSwitcher, type FrameAccount, type SwitchAccount } from "./account-switcher";
import { Brand } from "./brand";
import type { CommandGroup, SearchCommands } from "./command";
import { CommandButton } from "./command-button";
import { FocusKeeper } from "./focus-keeper";
import { MobileNav } from "./mobile-nav";
import type { NavGroup } from "./nav";
import { NavList } from "./nav-list";
import { OfflineLinks } from "./offline-links";
import { PlaceNotice } from "./place-notice";
import type { Theme } from "./theme";
import { type UserLink, UserMenu } from "./user-menu";

export type AppFrameProps = {
  homeHref: string;
  groups: readonly NavGroup[];
  accounts: readonly FrameAccount[];
  currentAccountId: string;
  /** Whose page it is, and of which account (domain/requests/page-place). */
  place: string;
  switchAccount: SwitchAccount;
  user: { name: string; email: string; links: readonly UserLink[] };
  signOut: () => Promise<void>;
  theme: Theme;
  commands: readonly CommandGroup[];
  search?: SearchCommands;
  /** A message for every page, above it, such as a `Callout`. */
  notice?: ReactNode;
  children: ReactNode;
};

/** What stands around every page: side bar, top bar, and the page as `main`. Pages bring their own `PageHeader`. */
export function AppFrame(props: AppFrameProps) {
  const elsewhere = props.user.links.map((link) => link.href);
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[14.25rem_minmax(0,1fr)]">
      <OfflineLinks />
      <FocusKeeper />
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-ink px-3 py-2 font-medium text-page focus:translate-y-0"
      >
        Skip to the page
      </a>
      <nav
        aria-label="Main"
        className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-r bg-sub px-2.5 pb-6 lg:flex"
      >
        <div className="flex h-14 shrink-0 items-center px-2">
          <Brand href={props.homeHref} />
        </div>
        <NavList groups={props.groups} elsewhere={elsewhere} />
      </nav>
      <div className="min-w-0">
        <header className="flex h-14 items-center gap-2 border-b px-4 sm:gap-3 sm:px-7">
          <MobileNav groups={props.groups} elsewhere={elsewhere} homeHref={props.homeHref} />
          <AccountSwitcher
            accounts={props.accounts}
            currentId={props.currentAccountId}
            switchAccount={props.switchAccount}
          />
          <div className="ml-auto flex shrink-0 items-center gap-2 sm:gap-3">
            <CommandButton groups={props.commands} search={props.search} />
            <UserMenu {...props.user} theme={props.theme} signOut={props.signOut} />
          </div>
        </header>
        <main id="main" tabIndex={-1} className="px-4 py-5 outline-none sm:px-7 sm:py-6.5">
          <PlaceNotice
            place={props.place}
            accountName={
              props.accounts.find(({ id }) => id === props.currentAccountId)?.name ?? "another account"
            }
          />
          {props.notice ? <div className="mb-5">{props.notice}</div> : null}
          {props.children}
        </main>
      </div>
    </div>
  );
}
