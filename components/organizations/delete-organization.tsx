"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useFacts } from "@/components/forms/use-facts";
import type { OrganizationActions } from "@/components/organizations/organization-actions";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";

/** The end of an organization: says what stops working, and asks for the name. */
export function DeleteOrganization({
  organization,
  actions,
}: {
  organization: { id: string; name: string };
  actions: Pick<OrganizationActions, "loadDeletionFacts" | "remove">;
}) {
  const router = useRouter();
  const guarded = useReauth();
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Delete organization"
      description="Destroys its tokens and API keys for good. Its name stays in the audit trail."
    >
      <div>
        <Button
          variant="danger-ghost"
          className="border-line"
          icon={<Trash2 />}
          onClick={() => setOpen(true)}
        >
          Delete organization
        </Button>
      </div>
      {isOpen ? (
        <ConfirmDialog
          open
          onOpenChange={setOpen}
          title={`Delete ${organization.name}?`}
          description="Its tokens are destroyed and access with them ends at once. This cannot be undone."
          confirmLabel="Delete organization"
          typeToConfirm={organization.name}
          onConfirm={async () => {
            const result = await guarded(() => actions.remove(organization.id, organization.name));
            if (!result.ok) return result.refusal.message;
            toast.success(`Deleted ${organization.name}`);
            router.push("/organizations");
            return undefined;
          }}
        >
          <WhatBreaks organizationId={organization.id} load={actions.loadDeletionFacts} />
        </ConfirmDialog>
      ) : null}
    </Section>
  );
}

function WhatBreaks({
  organizationId,
  load,
}: {
  organizationId: string;
  load: OrganizationActions["loadDeletionFacts"];
}) {
  const state = useFacts(organizationId, load);
  if (state.kind === "loading") return <Skeleton className="h-5 w-72" />;
  if (state.kind === "failed") return <p className="text-warn">{state.message}</p>;
  const { tokens, calls, addresses } = state.facts;
  if (tokens === 0) return <p>It has no tokens: no call will be refused.</p>;
  const owned = `It has ${formatCount(tokens)} ${tokens === 1 ? "token" : "tokens"}`;
  return calls === 0 ? (
    <p>{owned}. None was used in the last hour.</p>
  ) : (
    <p className="font-medium text-bad">
      {owned}, used {formatCount(calls)} {calls === 1 ? "time" : "times"} in the last hour from{" "}
      {formatCount(addresses)} {addresses === 1 ? "address" : "addresses"}. Those calls will be refused.
    </p>
  );
}
