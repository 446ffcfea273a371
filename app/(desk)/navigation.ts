import type { CommandGroup } from "@/components/frame/command";
import type { NavGroup, NavItem } from "@/components/frame/nav";
import type { UserLink } from "@/components/frame/user-menu";
import { type Action, canDo, type Rights } from "@/domain/access/actions";

type Entry = NavItem & { readonly action: Action; readonly keywords?: readonly string[] };

const entries: readonly { label: string | null; items: readonly Entry[] }[] = [
  {
    label: null,
    items: [{ href: "/", label: "Overview", icon: "dashboard", action: "overview.view" }],
  },
  {
    label: "Integrations",
    items: [
      {
        href: "/integrations/api-access",
        label: "API access",
        icon: "key",
        action: "token.view",
        keywords: ["tokens", "api tokens"],
      },
    ],
  },
  {
    label: "Account",
    items: [
      { href: "/organizations", label: "Organizations", icon: "building", action: "organization.view" },
      {
        href: "/users",
        label: "Users",
        icon: "users",
        action: "user.view",
        keywords: ["people", "template users", "invitations", "roles"],
      },
      { href: "/audit", label: "Audit", icon: "audit", action: "audit.view", keywords: ["events", "log"] },
      { href: "/gateways", label: "Gateways", icon: "router", action: "gateway.view" },
    ],
  },
];

const own: readonly (UserLink & { keywords?: readonly string[] })[] = [
  { href: "/personal-tokens", label: "API tokens", icon: "token", keywords: ["personal tokens"] },
  { href: "/account/sessions", label: "Sessions", icon: "devices" },
  { href: "/account/security", label: "Security", icon: "lock", keywords: ["password"] },
];

/** The side bar of a role: what it may not open is not shown. The pages decide again. */
export function navigationOf(rights: Rights): NavGroup[] {
  return entries
    .map(({ label, items }) => ({
      label,
      items: items
        .filter((item) => canDo(rights, item.action))
        .map(({ href, label, icon }) => ({ href, label, icon })),
    }))
    .filter((group) => group.items.length > 0);
}

/** The user menu's links. */
export const userLinks: readonly UserLink[] = own.map(({ href, label, icon }) => ({ href, label, icon }));

/** The palette: the same pages by name, and what can be begun from anywhere. */
export function commandsOf(rights: Rights): CommandGroup[] {
  const pages = entries.flatMap(({ items }) => items).filter((item) => canDo(rights, item.action));
  return [
    {
      heading: "Go to",
      commands: [...pages, ...own].map(({ href, label, icon, keywords }) => ({
        id: href,
        label,
        href,
        icon,
        ...(keywords ? { keywords } : {}),
      })),
    },
  ];
}
