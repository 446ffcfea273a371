import type { Door } from "@/api/v1/authenticate";

/** Account tokens; impersonation and personal ones as far as their user's role may (domain/access/token-actions). */
export const accountDoor: Door = {
  types: ["account", "impersonation", "personal"],
  organization: "none",
};
export const accountTag = "Account";
