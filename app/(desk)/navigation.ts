import type { CommandGroup } from "@/components/frame/command";
import type { NavGroup, NavItem } from "@/components/frame/nav";
import type { UserLink } from "@/components/frame/user-menu";
import { type Action, canDo, isHeldUp, type Rights } from "@/domain/access/actions";

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
    label: "General",
    items: [{ href: "/general/api-keys", label: "API keys", icon: "braces", action: "api_key.view" }],
  },
  {
    label: "Account",
    items: [
      { href: "/organizations", label: "Organizations", icon: "building", action: "organization.view" },
      {
        href: "/account",
        label: "Account settings",
        icon: "sliders",
        action: "account.view",
        keywords: ["account api tokens", "plan", "limits"],
      },
      {
        href: "/users",
        label: "Users",
        icon: "users",
        action: "user.view",
        keywords: ["people", "template users", "invitations", "roles"],
      },
      {
        href: "/reviews",
        label: "Reviews",
        icon: "review",
        action: "review.view",
        keywords: ["access review", "campaign", "certification"],
      },
      { href: "/audit", label: "Audit", icon: "audit", action: "audit.view", keywords: ["events", "log"] },
      { href: "/gateways", label: "Gateways", icon: "router", action: "gateway.view" },
    ],
  },
];

const own: readonly (UserLink & Pick<Entry, "action" | "keywords">)[] = [
  {
    href: "/personal-tokens",
    label: "API tokens",
    icon: "token",
    action: "personal_token.view",
    keywords: ["personal tokens"],
  },
  { href: "/account/sessions", label: "Sessions", icon: "devices", action: "session.view" },
  {
    href: "/account/security",
    label: "Security",
    icon: "lock",
    action: "second_factor.view",
    keywords: ["password"],
  },
];

/** Whose frame it is. */
type Looker = Rights & { readonly owesSecondFactor: boolean };

const isOpenTo = (looker: Looker, action: Action) => canDo(looker, action) && !isHeldUp(looker, action);

/**
 * The side bar: what the viewer may not open is not shown, and who may open none of it finds what is their own. The pages decide again.
 * @param notes small words at an entry's right, by its address
 */
export function navigationOf(looker: Looker, notes: Readonly<Record<string, string>> = {}): NavGroup[] {
  const groups = entries
    .map(({ label, items }) => ({
      label,
      items: items
        .filter((item) => isOpenTo(looker, item.action))
        .map(({ href, label, icon }) => ({
          href,
          label,
          icon,
          ...(notes[href] ? { note: notes[href] } : {}),
        })),
    }))
    .filter((group) => group.items.length > 0);
  return groups.length > 0 ? groups : [{ label: null, items: userLinksOf(looker) }];
}

/** The user menu's links. */
export function userLinksOf(looker: Looker): UserLink[] {
  return own
    .filter((item) => isOpenTo(looker, item.action))
    .map(({ href, label, icon }) => ({ href, label, icon }));
}

/** Pages of an entry of the side bar, and what is begun on them. */
const parts: readonly Entry[] = [
  {
    href: "/audit/inventory",
    label: "Token inventory",
    icon: "audit",
    action: "audit.view",
    keywords: ["deleted tokens", "tombstones"],
  },
  {
    href: "/audit/moment",
    label: "Who could use what at a moment",
    icon: "audit",
    action: "audit.view",
    keywords: ["point in time", "rights", "past"],
  },
  {
    href: "/account/clients",
    label: "API clients",
    icon: "bot",
    action: "api_client.view",
    keywords: ["oauth"],
  },
  {
    href: "/account/limits",
    label: "Plan and limits",
    icon: "gauge",
    action: "account.view",
    keywords: ["quota", "licensed assets", "rate limit"],
  },
  {
    href: "/account/policy",
    label: "Token policy",
    icon: "shield",
    action: "policy.view",
    keywords: ["cap", "longest life", "expiry", "grace", "show api keys"],
  },
  {
    href: "/account/sign-in",
    label: "Sign-in policy",
    icon: "lock",
    action: "sign_in_policy.view",
    keywords: ["second step", "two-step", "mfa"],
  },
  {
    href: "/account/retention",
    label: "Audit retention",
    icon: "audit",
    action: "retention.view",
    keywords: ["legal hold", "days", "drop events"],
  },
];
const beginnings: readonly Entry[] = [
  {
    href: "/integrations/api-access?generate",
    label: "Generate API token",
    icon: "plus",
    action: "token.create",
  },
  {
    href: "/account?generate",
    label: "Generate account API token",
    icon: "plus",
    action: "token.create",
  },
  { href: "/account/clients?create", label: "Create API client", icon: "plus", action: "api_client.create" },
  { href: "/reviews?start", label: "Start review", icon: "plus", action: "review.start" },
];

/** The palette: the same pages by name, and what can be begun from anywhere. */
export function commandsOf(looker: Looker): CommandGroup[] {
  const allowed = <T extends { readonly action: Action }>(items: readonly T[]) =>
    items.filter((item) => isOpenTo(looker, item.action));
  const pages = allowed([...entries.flatMap(({ items }) => items), ...parts]);
  const begun = allowed(beginnings);
  const commands = (items: readonly (UserLink & Pick<Entry, "keywords">)[]) =>
    items.map(({ href, label, icon, keywords }) => ({
      id: href,
      label,
      href,
      icon,
      ...(keywords ? { keywords } : {}),
    }));
  return [
    { heading: "Go to", commands: commands([...pages, ...allowed(own)]) },
    ...(begun.length > 0 ? [{ heading: "Begin", commands: commands(begun) }] : []),
  ];
}
