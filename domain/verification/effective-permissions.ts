import type { TokenType } from "@/domain/tokens/types";

/** Whose permissions a token has: those of its user at this moment, or these. */
type Grant = "of_its_user" | readonly string[];

/**
 * What each type of token may do (runZero: export tokens read exports "and nothing else", organization tokens read and write
 * in theirs, account tokens do everything; which organization is decided apart from this).
 */
const grants = {
  impersonation: "of_its_user",
  personal: "of_its_user",
  api_key: ["*"],
  export: ["export:read"],
  download: ["download:read"],
  organization: ["*"],
  account: ["*"],
  gateway: ["gateway:verify"],
} as const satisfies Record<TokenType, Grant>;

/** The permissions of a token of `type` now; `ofUser` are the API permissions of the user it acts as, null when there is none. */
export function effectivePermissions(type: TokenType, ofUser: readonly string[] | null): readonly string[] {
  const grant: Grant = grants[type];
  return grant === "of_its_user" ? (ofUser ?? []) : grant;
}
