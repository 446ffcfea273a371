import { expect } from "vitest";
import type { OpenApi } from "@/api/testing/open-api";

/** The verdict of each face on a bearer's credential; fails the test where they do not say the same. */
export async function askEverywhere(api: OpenApi & { gateway: string }, credential: string): Promise<string> {
  const authorization = `Bearer ${credential}`;
  const [bare, withScheme, forwarded, self] = await Promise.all([
    api.verdictOf(credential),
    api.verdictOf(authorization),
    fetch(`${api.url}/v1/forward-auth`, { headers: { authorization, "x-keydesk-gateway": api.gateway } }),
    fetch(`${api.url}/api/v1.0/whoami`, { headers: { authorization } }),
  ]);
  const verdict = forwarded.headers.get("x-keydesk-verdict") ?? "";
  expect([bare, withScheme]).toEqual([verdict, verdict]);
  expect(forwarded.status).toBe(verdict === "valid" ? 200 : 401);
  expect(self.status).toBe(forwarded.status);
  return verdict;
}
