"use client";

import { useState } from "react";
import type { GatewayActions } from "@/components/gateways/gateway-actions";
import { KindField } from "@/components/gateways/kind-field";
import { GraceField } from "@/components/tokens/grace-field";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { useSubmission } from "@/components/tokens/use-submission";
import { FormDialog } from "@/components/ui/form-dialog";
import type { GatewaySummary, RenewedGateway } from "@/domain/gateways/gateway-views";
import { type GatewayKind, hasBundle } from "@/domain/gateways/kinds";

/** A new token for a gateway, and with it its bundle once more: the one before is kept nowhere. Mounted while open. */
export function RenewDialog({
  gateway,
  now,
  renew,
  onClose,
  onRenewed,
}: {
  gateway: GatewaySummary;
  now: Date;
  renew: GatewayActions["renew"];
  onClose: () => void;
  onRenewed: (gateway: RenewedGateway) => void;
}) {
  const [kind, setKind] = useState<GatewayKind>(gateway.kind);
  const [graceSeconds, setGraceSeconds] = useState(gateway.lastUsedAt === null ? 0 : 86_400);
  const { run, pending, problem } = useSubmission();

  async function submit() {
    const input = { gatewayId: gateway.id, kind, graceSeconds, expectedLast4: gateway.last4 };
    const result = await run(() => renew(input));
    if (result?.ok) onRenewed(result.value);
  }

  return (
    <FormDialog
      title={hasBundle(gateway.kind) ? "Download again" : "New token"}
      description={
        <>
          <strong className="wrap-anywhere font-semibold text-ink">{gateway.name}</strong> gets a new token:
          the one it has was shown once and is kept nowhere. It stays the same gateway, with its name and its
          figures.
        </>
      }
      submit="Make a new token"
      pending={pending}
      onSubmit={submit}
      onClose={onClose}
    >
      <KindField value={kind} onChange={setKind} />
      <GraceField
        legend="Its present token ends"
        seconds={graceSeconds}
        onChange={setGraceSeconds}
        expiresAt={null}
        now={now}
      />
      <SubmissionCallout problem={problem} />
    </FormDialog>
  );
}
