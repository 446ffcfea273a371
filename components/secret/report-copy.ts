import { toast } from "@/components/ui/toast";
import type { Result } from "@/domain/result";

/** Says so when a copy that was made could not be put on record. */
export async function reportCopy(recorded: Promise<Result<unknown>>): Promise<void> {
  const result = await recorded.catch(() => null);
  if (!result?.ok) {
    toast.error("The copy is not in the audit trail", {
      description:
        result?.refusal.message ?? "The connection was lost. Tell an administrator that you copied it.",
    });
  }
}
