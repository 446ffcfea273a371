import type { TokenActions } from "@/components/tokens/token-actions";
import type { Result } from "@/domain/result";
import type { RevealedSecret } from "@/domain/tokens/token-views";

/** What the page can do with API keys; the server decides each time. */
export type ApiKeyActions = {
  /** The one answer that carries the secret of a key that exists. */
  readonly reveal: (tokenId: string) => Promise<Result<RevealedSecret>>;
  readonly makeDefault: (tokenId: string) => Promise<Result<{ changed: boolean }>>;
  readonly tokens: TokenActions;
};
