"use client";

import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTransition } from "react";
import { Avatar } from "@/components/ui/avatar";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { Spinner } from "@/components/ui/spinner";
import { FrameIcon, type FrameIconName } from "./frame-icon";
import { tellUnanswered } from "./tell-unanswered";
import type { Theme } from "./theme";
import { useTheme } from "./use-theme";

export type UserLink = { href: string; label: string; icon: FrameIconName };

/** Who is signed in, and what is theirs: own tokens, sessions, security, theme, sign out. */
export function UserMenu({
  name,
  email,
  links,
  theme: initialTheme,
  signOut,
}: {
  name: string;
  email: string;
  links: readonly UserLink[];
  theme: Theme;
  signOut: () => Promise<void>;
}) {
  const [theme, setTheme] = useTheme(initialTheme);
  const [leaving, startTransition] = useTransition();
  return (
    <DropdownMenu
      trigger={
        <button type="button" aria-label={`${name}: your menu`} className="touch-area relative rounded-full">
          <Avatar name={name} />
          {leaving ? (
            <span className="absolute inset-0 grid place-items-center rounded-full bg-ink text-page">
              <Spinner />
            </span>
          ) : null}
        </button>
      }
      header={
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{name}</p>
          <p className="truncate text-muted text-sm">{email}</p>
        </div>
      }
      items={[
        { kind: "separator", id: "who" },
        ...links.map((link) => ({
          kind: "link" as const,
          id: link.href,
          href: link.href,
          label: link.label,
          icon: <FrameIcon name={link.icon} />,
        })),
        { kind: "separator", id: "own" },
        { kind: "heading", id: "theme-heading", label: "Theme" },
        {
          kind: "radio",
          id: "theme",
          label: "Theme",
          value: theme,
          onValueChange: setTheme,
          options: [
            { value: "system", label: "System", icon: <Monitor aria-hidden="true" /> },
            { value: "light", label: "Light", icon: <Sun aria-hidden="true" /> },
            { value: "dark", label: "Dark", icon: <Moon aria-hidden="true" /> },
          ],
        },
        { kind: "separator", id: "end" },
        {
          id: "sign-out",
          label: "Sign out",
          icon: <LogOut aria-hidden="true" />,
          onSelect: () =>
            startTransition(() => signOut().catch(tellUnanswered("You may still be signed in"))),
        },
      ]}
    />
  );
}
