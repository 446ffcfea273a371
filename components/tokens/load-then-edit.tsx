"use client";

import type { ComponentProps } from "react";
import { useFacts } from "@/components/forms/use-facts";
import { EditDialog } from "@/components/tokens/edit-dialog";
import type { TokenActions } from "@/components/tokens/token-actions";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";

/** The edit form, once the token's present values are here. */
export function LoadThenEdit({
  tokenId,
  loadFacts,
  ...rest
}: Omit<ComponentProps<typeof EditDialog>, "facts"> & {
  tokenId: string;
  loadFacts: TokenActions["loadFacts"];
}) {
  const state = useFacts(tokenId, loadFacts);
  if (state.kind === "loaded") return <EditDialog facts={state.facts} {...rest} />;
  return (
    <Dialog open onOpenChange={(open) => !open && rest.onClose()} title="Edit token">
      {state.kind === "failed" ? (
        <Callout tone="bad" role="alert">
          {state.message}
        </Callout>
      ) : (
        <div role="status" className="grid gap-4">
          <span className="sr-only">Loading the token</span>
          {["h-8.5", "h-15", "h-8.5", "h-15"].map((height, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: four fields, always the same
            <div key={index} className="grid gap-1.5">
              <Skeleton className="w-24" />
              <Skeleton className={height} />
            </div>
          ))}
        </div>
      )}
    </Dialog>
  );
}
