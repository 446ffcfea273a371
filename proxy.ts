import { randomBytes, randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { addressStatus } from "@/app/address-status";
import { pageHeaders } from "@/app/page-headers";
import { getConfig } from "@/services/config";

/** Gives every page its headers. Nothing is authorised here: pages and services decide on each request. */
export function proxy(request: NextRequest): NextResponse {
  const config = getConfig();
  const { pathname, search } = request.nextUrl;
  const requestHeaders = new Headers(request.headers);
  const nonce = randomBytes(16).toString("base64");
  const requestId = randomUUID();
  const answer = pageHeaders({
    nonce,
    isHttps: config.deskUrl.startsWith("https://"),
    isDevelopment: config.environment === "development",
  });
  requestHeaders.set("x-nonce", nonce);
  requestHeaders.set("x-request-id", requestId);
  requestHeaders.set("x-keydesk-path", `${pathname}${search}`);
  // Next.js takes the nonce of its own scripts from the request's policy.
  requestHeaders.set("content-security-policy", answer["Content-Security-Policy"]);
  const response = NextResponse.next({
    request: { headers: requestHeaders },
    status: addressStatus(request.nextUrl),
  });
  for (const [name, value] of Object.entries(answer)) response.headers.set(name, value);
  response.headers.set("X-Request-Id", requestId);
  // Where signing out leads: the browser forgets what pages it kept (ASVS 14.3.1).
  if (pathname === "/sign-in" && request.nextUrl.searchParams.has("signed-out"))
    response.headers.set("Clear-Site-Data", '"cache", "storage"');
  return response;
}

// Not the files, of which the verifier's page has a policy of its own. What the HTTP API answers never comes here
// (app/edge/forward-to-api).
export const config = {
  matcher: "/((?!_next/static/|_next/image|favicon.ico|verify.html|verify-worker.js).*)",
};
