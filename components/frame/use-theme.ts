"use client";

import { useState } from "react";
import { parseTheme, type Theme, themeCookie } from "./theme";

const yearSeconds = 365 * 24 * 3600;

/** Changes the theme at once and keeps it in the cookie that the server reads for the next page. */
export function useTheme(initial: Theme): [Theme, (theme: string) => void] {
  const [theme, setTheme] = useState(initial);
  const choose = (value: string) => {
    const next = parseTheme(value);
    const secure = window.location.protocol === "https:" ? "; Secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
    document.cookie = `${themeCookie}=${next}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`;
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    setTheme(next);
  };
  return [theme, choose];
}
