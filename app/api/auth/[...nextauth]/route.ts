import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/api/auth/auth-options";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

// Only what signing in and out by script needs; next-auth's other pages and its log endpoint are not served.
const served = new Set(["GET csrf", "POST callback/credentials", "POST signout"]);

async function handle(request: NextRequest, context: RouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  if (!served.has(`${request.method} ${nextauth.join("/")}`)) return new Response(null, { status: 404 });
  const surprises: unknown[] = [];
  const response: Response = await NextAuth(request, context, authOptions(surprises));
  if (surprises.length > 0) throw surprises[0];
  const location = response.headers.get("location");
  if (location === null) return response;
  // next-auth guesses its own origin; a path is right on any host, port and proxy.
  const headers = new Headers(response.headers);
  const target = new URL(location, "http://desk.invalid");
  headers.set("location", `${target.pathname}${target.search}`.replace("/api/auth/error", "/sign-in"));
  return new Response(response.body, { status: response.status, headers });
}

export { handle as GET, handle as POST };
