export const themeCookie = "keydesk-theme";

export const themes = ["system", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

/** The theme a cookie asks for; anything unknown follows the system. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
