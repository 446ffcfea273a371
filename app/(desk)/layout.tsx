import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { commandsOf, navigationOf, userLinksOf } from "@/app/(desk)/navigation";
import { navigationNotes } from "@/app/(desk)/navigation-notes";
import {
  askToConfirmByKeyAction,
  reauthenticateAction,
  signOutAction,
  switchAccountAction,
} from "@/app/(desk)/session-actions";
import { requireDesk } from "@/app/desk-context";
import { AppFrame } from "@/components/frame/app-frame";
import { parseTheme, themeCookie } from "@/components/frame/theme";
import { ReauthProvider } from "@/components/reauth/reauth-provider";
import { TokenPolicyProvider } from "@/components/tokens/token-policy";
import { landingPath } from "@/domain/access/paths";
import { writePagePlace } from "@/domain/requests/page-place";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const desk = await requireDesk();
  const { viewer } = desk;
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <ReauthProvider
      email={viewer.email}
      factors={viewer.secondFactors}
      confirm={reauthenticateAction}
      askForKey={askToConfirmByKeyAction}
    >
      <TokenPolicyProvider policy={viewer.tokenPolicy}>
        <AppFrame
          homeHref={landingPath(viewer)}
          groups={navigationOf(viewer, await navigationNotes(desk))}
          accounts={viewer.accounts.map(({ id, name }) => ({ id, name }))}
          currentAccountId={viewer.account.id}
          place={writePagePlace({ userId: viewer.userId, accountId: viewer.account.id })}
          switchAccount={switchAccountAction}
          user={{ name: viewer.name, email: viewer.email, links: userLinksOf(viewer) }}
          signOut={signOutAction}
          theme={theme}
          commands={commandsOf(viewer)}
        >
          {children}
        </AppFrame>
      </TokenPolicyProvider>
    </ReauthProvider>
  );
}
