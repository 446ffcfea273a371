import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { attemptHeader, markReached } from "@/app/edge/attempts";
import { readSessionId } from "@/app/session-cookie";
import { type Action, canDo, isHeldUp } from "@/domain/access/actions";
import { landingPath, securityPath, signInPath } from "@/domain/access/paths";
import { type PagePlace, pagePlaceHeader, readPagePlace } from "@/domain/requests/page-place";
import { done } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { BaseContext, Context } from "@/services/kernel/context";
import { getProcess } from "@/services/kernel/process";
import { loadViewer, type Viewer } from "@/services/sessions/load-viewer";

/** The nil UUID names no row: a request without a session is answered `unauthenticated` by every service. */
const noSession = "00000000-0000-0000-0000-000000000000";

/** A context for what needs no session: signing in, one-time links. */
export async function getBaseContext(): Promise<BaseContext> {
  const { db, keys, config } = getProcess();
  const given = await headers();
  markReached(given.get(attemptHeader));
  return {
    db,
    keys,
    config,
    // The edge has put the caller's real address there, whatever the caller wrote.
    origin: {
      ip: given.get("x-forwarded-for"),
      userAgent: given.get("user-agent"),
      requestId: given.get("x-request-id"),
    },
    now: () => new Date(),
  };
}

/** The context of this request, for pages and server actions. Its claim is only a claim: each service reads the rights anew. */
export const getDeskContext = cache(async (): Promise<Context> => {
  // A page that is rendered is of where the session is now; an action is of the page that it was begun on.
  const isAction = (await headers()).has("next-action");
  return isAction ? getScriptContext() : contextOf(null);
});

/** The context of a request that a page's scripts send: of the place of that page. */
export async function getScriptContext(): Promise<Context> {
  return contextOf(readPagePlace((await headers()).get(pagePlaceHeader)));
}

async function contextOf(place: PagePlace | null): Promise<Context> {
  const sessionId = (await readSessionId()) ?? noSession;
  return { ...(await getBaseContext()), claim: { kind: "session", sessionId, place } };
}

/** Who looks, or null when nobody is signed in. Read once per request. */
export const getViewer = cache(async (): Promise<Viewer | null> => loadViewer(await getDeskContext()));

/** What a page of the desk starts from. */
export type Desk = { readonly context: Context; readonly viewer: Viewer };

/**
 * For pages and layouts: context and viewer, or a redirect to the sign-in page that comes back here. With `action`, a viewer
 * whose role does not allow it gets the 403 page; those without an overview are sent to the page that they have, and those who owe a
 * second factor to where they add one.
 */
export async function requireDesk(action?: Action): Promise<Desk> {
  const viewer = await getViewer();
  if (viewer === null) redirect(signInPath((await headers()).get("x-keydesk-path")));
  if (action !== undefined && !canDo(viewer, action)) {
    if (action === "overview.view") redirect(landingPath(viewer));
    // Refuses too, and puts it on record.
    await read(await getDeskContext(), action, async () => done(null));
    forbidden();
  }
  if (action !== undefined && isHeldUp(viewer, action))
    redirect(securityPath((await headers()).get("x-keydesk-path")));
  return { context: await getDeskContext(), viewer };
}
