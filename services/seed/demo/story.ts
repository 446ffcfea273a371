import type { AuditAction } from "@/domain/audit/catalogue";
import type { CastKey } from "@/services/seed/demo/cast";

/** One thing that somebody did, before sign-ins are added and it becomes a row. */
export type Deed = {
  readonly at: Date;
  /** A person of the demo, the operator's command line, or an API client. */
  readonly actor: CastKey | { readonly kind: "cli" | "client"; readonly name: string; readonly id?: string };
  /** From an address that is not the person's own. */
  readonly elsewhere?: boolean;
  readonly action: AuditAction;
  readonly outcome?: "refused";
  readonly target?: { readonly kind: string; readonly id: string; readonly name: string };
  readonly details?: Record<string, unknown>;
};
