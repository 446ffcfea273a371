"use client";

import { Download } from "lucide-react";
import { type Ref, useState } from "react";
import type { Addresses } from "@/components/gateways/gateway-actions";
import { downloadText } from "@/components/secret/download-text";
import { SecretDialog } from "@/components/secret/secret-dialog";
import { Button } from "@/components/ui/button";
import { formatMinute } from "@/components/ui/format-time";
import type { CreatedGateway, RenewedGateway } from "@/domain/gateways/gateway-views";
import { type BundleKind, gatewayKindLabels, hasBundle } from "@/domain/gateways/kinds";
import { archiveType, packBundle } from "@/domain/gateways/pack";
import { bundleCommands, bundleNeeds } from "@/domain/gateways/readme";
import { gatewaySamples } from "@/domain/verification/gateway-samples";

export type ShownGateway = CreatedGateway | RenewedGateway;

/** The one place where a gateway's token is seen, and where its bundle is made: in the browser, out of the one answer that has it. */
export function GatewaySecretDialog({
  gateway,
  addresses,
  onClose,
}: {
  gateway: ShownGateway | null;
  addresses: Addresses;
  onClose: () => void;
}) {
  if (gateway === null) return null;
  const { name, kind, secret, tokenId } = gateway;
  const graceUntil = "graceUntil" in gateway ? gateway.graceUntil : null;
  const bundled = hasBundle(kind) ? kind : null;
  const start = { id: "start", label: "Start", code: bundleCommands(name) };
  return (
    <SecretDialog
      secret={{ tokenId, name, secret, shownOnce: true, scheme: "Bearer", actsAs: null, expiresAt: null }}
      baseUrl={addresses.apiUrl}
      title={bundled ? `Download ${gatewayKindLabels[kind]} now` : "Store this gateway token now"}
      description={
        <>
          <strong className="wrap-anywhere font-semibold text-ink">{name}</strong> asks with this token until
          you remove the gateway.{" "}
          {graceUntil ? `The token before it works too until ${formatMinute(graceUntil)}. ` : null}
          You can’t see it again after you close this.
        </>
      }
      samples={[...(bundled ? [start] : []), ...gatewaySamples({ baseUrl: addresses.apiUrl, secret })]}
      leadsWithExtra={bundled !== null}
      extra={
        bundled
          ? (keep, focusRef) => (
              <Bundle
                kind={bundled}
                name={name}
                token={secret}
                addresses={addresses}
                onKept={keep}
                focusRef={focusRef}
              />
            )
          : undefined
      }
      onClose={onClose}
    />
  );
}

function Bundle({
  kind,
  name,
  token,
  addresses,
  onKept,
  focusRef,
}: {
  kind: BundleKind;
  name: string;
  token: string;
  addresses: Addresses;
  onKept: () => void;
  focusRef: Ref<HTMLButtonElement>;
}) {
  const [failed, setFailed] = useState(false);
  async function download() {
    try {
      const { fileName, bytes } = await packBundle(kind, { name, token, ...addresses }, new Date());
      downloadText(fileName, bytes, archiveType);
      setFailed(false);
      onKept();
    } catch {
      setFailed(true);
    }
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5 rounded-xl border px-3.5 py-3">
      <p className="min-w-0 flex-1 basis-64 text-sm">
        <span className="block font-medium">
          {gatewayKindLabels[kind]}, ready to run, with this token inside
        </span>
        <span className="text-muted">
          {failed
            ? "This browser could not make the file. Copy the token, and see the page of gateways for how it asks."
            : `It needs ${bundleNeeds(kind).replaceAll("`", "")}.`}
        </span>
      </p>
      <Button
        ref={focusRef}
        variant="primary"
        icon={<Download aria-hidden="true" />}
        onClick={() => void download()}
      >
        Download bundle
      </Button>
    </div>
  );
}
