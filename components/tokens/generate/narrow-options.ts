import type { TokenCreationOptions } from "@/domain/tokens/token-views";
import type { TokenType } from "@/domain/tokens/types";

/** What the form offers on a page that has decided on the type, and on the organization where it belongs to one. */
export function narrowOptions(
  options: TokenCreationOptions,
  type: TokenType,
  organization?: { readonly id: string; readonly name: string },
): TokenCreationOptions {
  return {
    ...options,
    types: options.types.filter((each) => each.type === type),
    organizations: organization ? [{ id: organization.id, name: organization.name }] : [],
  };
}
