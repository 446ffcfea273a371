import type { TokenAnswer } from "@/domain/audit/point-in-time/views";
import { tokenTypes } from "@/domain/tokens/types";

/** "Acts as svc-reporting", "Acts for Acme production", … as a noun phrase; null where it is unknown. */
export function bearerPhrase(token: TokenAnswer): string | null {
  const { bearer, state } = token;
  if (bearer === null) return null;
  if (bearer.kind === "client") return `obtained by ${bearer.name}`;
  if (bearer.kind === "account") return "the whole account";
  const name = state.user?.name.known ? state.user.name.value : bearer.name;
  return name;
}

/** The plan is of interest where the least one does not do. */
export function needsPlan({ state }: TokenAnswer): boolean {
  const { type } = state.token;
  return type.known && tokenTypes[type.value].plan !== "community";
}
