"use client";

import { useState } from "react";
import type { ApiClientActions } from "@/components/api-clients/api-client-actions";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { useSubmission } from "@/components/tokens/use-submission";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { FormDialog } from "@/components/ui/form-dialog";
import type { ApiClientView, CreatedApiClient } from "@/domain/access/api-client-views";

/** A new secret for a client. The old one obtains nothing from then on; what it obtained may go on or end. */
export function RotateClientDialog({
  client,
  rotate,
  onClose,
  onRotated,
}: {
  client: ApiClientView;
  rotate: ApiClientActions["rotate"];
  onClose: () => void;
  onRotated: (rotated: CreatedApiClient) => void;
}) {
  const [revokeTokens, setRevokeTokens] = useState(false);
  const { run, pending, problem } = useSubmission();
  async function submit() {
    const result = await run(() =>
      rotate({ apiClientId: client.id, expectedLast4: client.last4, revokeTokens }),
    );
    if (result?.ok) onRotated(result.value);
  }
  return (
    <FormDialog
      size="sm"
      title="Rotate client secret"
      description={
        <>
          <strong className="wrap-anywhere font-semibold text-ink">{client.name}</strong> gets a new secret
          and keeps its client id. The old secret is refused at once.
        </>
      }
      submit="Rotate client secret"
      pending={pending}
      onSubmit={submit}
      onClose={onClose}
    >
      <CheckboxField
        label="Also revoke the tokens that it has"
        hint={
          client.liveTokens === 0
            ? "It has none at this moment."
            : `${client.liveTokens === 1 ? "1 token works" : `${client.liveTokens} tokens work`} now. After a leak, revoke them; else they end within the hour.`
        }
        checked={revokeTokens}
        onChange={(event) => setRevokeTokens(event.target.checked)}
      />
      <SubmissionCallout problem={problem} />
      {problem?.lost ? (
        <p className="text-muted text-sm">
          It may have been carried out all the same. Close this and refresh: if the last four characters have
          changed, rotate again for a secret that you can see.
        </p>
      ) : null}
    </FormDialog>
  );
}
