import type { Result } from "@/domain/result";

/** The server actions behind saved views. */
export type ViewActions = {
  readonly save: (input: unknown) => Promise<Result<{ id: string }>>;
  readonly remove: (input: unknown) => Promise<Result<{ id: string }>>;
};
