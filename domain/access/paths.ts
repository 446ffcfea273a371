import { canDo, type Rights } from "@/domain/access/actions";

/** Where a person starts who opened no page in particular. */
export function landingPath(rights: Rights & { readonly owesSecondFactor: boolean }): string {
  if (rights.owesSecondFactor) return securityPath(null);
  return canDo(rights, "overview.view") ? "/" : "/personal-tokens";
}

/** Where one's own second factors are; who owes one is led there, and may go on to `from` afterwards. */
export function securityPath(from: string | null): string {
  const next = parseReturnPath(from);
  return next === null || next === "/"
    ? "/account/security"
    : `/account/security?next=${encodeURIComponent(next)}`;
}

/** A path of this desk to come back to, or null: never another host ("//evil", "/\evil"), never the sign-in page itself. */
export function parseReturnPath(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 2000 || !/^\/(?![/\\])/.test(value)) return null;
  if (/[\p{Cc}\\]/u.test(value) || /^\/(sign-in|api|_next)(?=[/?#]|$)/.test(value)) return null;
  return value;
}

/** The sign-in page, which returns to `from`. */
export function signInPath(from: string | null): string {
  const next = parseReturnPath(from);
  return next === null || next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}

/** The same, for whose second step did not come in time: it says so. */
export function signInAgainPath(from: string | null): string {
  const next = parseReturnPath(from);
  return next === null || next === "/" ? "/sign-in?over" : `/sign-in?over&next=${encodeURIComponent(next)}`;
}

/** The page of the sign-in's second step, with the field for a recovery code or without; it returns to `from`. */
export function secondStepPath(from: string | null, byRecoveryCode: boolean): string {
  const next = parseReturnPath(from);
  const query = [
    ...(byRecoveryCode ? ["recovery"] : []),
    ...(next === null || next === "/" ? [] : [`next=${encodeURIComponent(next)}`]),
  ];
  return `/sign-in/second-step${query.length === 0 ? "" : `?${query.join("&")}`}`;
}
