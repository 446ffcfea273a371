/** Whose page it is that asks, and of which account: both may have changed in another tab since it was loaded. */
export type PagePlace = { readonly userId: string; readonly accountId: string };

/** The header in which a page of the desk says so with each of its actions. */
export const pagePlaceHeader = "x-keydesk-place";

const form = /^([0-9a-f-]{36})\.([0-9a-f-]{36})$/;

/** The header's value. */
export function writePagePlace({ userId, accountId }: PagePlace): string {
  return `${userId}.${accountId}`;
}

/** The place that a header names; null where there is none, as of a form that was sent without scripts. */
export function readPagePlace(value: string | null): PagePlace | null {
  const [, userId, accountId] = form.exec(value ?? "") ?? [];
  return userId === undefined || accountId === undefined ? null : { userId, accountId };
}
