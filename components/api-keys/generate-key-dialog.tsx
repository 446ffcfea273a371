"use client";

import { useRef } from "react";
import { v4 as uuidv4 } from "uuid";
import { KeyFormDialog } from "@/components/api-keys/key-form-dialog";
import { ExpiryField } from "@/components/tokens/expiry-field";
import type { TokenActions } from "@/components/tokens/token-actions";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { useExpiryChoice } from "@/components/tokens/use-expiry-choice";
import { Callout } from "@/components/ui/callout";
import { refuse } from "@/domain/result";
import { decideExpiry } from "@/domain/tokens/expiry-choice";
import type { CreatedToken } from "@/domain/tokens/token-views";

/** Zinrelo: "add a name and description to the API key you are generating, and then click on Generate". Mounted while open. */
export function GenerateKeyDialog({
  organization,
  now,
  create,
  onClose,
  onCreated,
}: {
  organization: { readonly id: string; readonly name: string };
  now: Date;
  create: TokenActions["create"];
  onClose: () => void;
  /** `notes` are those of the form. */
  onCreated: (key: CreatedToken, notes: string) => void;
}) {
  // One per opening: a double click or a lost answer never makes a second key.
  const requestKey = useRef("");
  const { lifetimeDaysMax } = useTokenPolicy();
  const [expiry, setExpiry] = useExpiryChoice({ kind: "never" });
  return (
    <KeyFormDialog
      title="Generate API key"
      description={
        <>
          For <strong className="wrap-anywhere font-semibold text-ink">{organization.name}</strong>. It may do
          everything in this organization.
        </>
      }
      submit="Generate"
      initial={empty}
      expiry={
        lifetimeDaysMax === null
          ? undefined
          : (error, edited) => (
              <ExpiryField
                value={expiry}
                onChange={(choice) => {
                  setExpiry(choice);
                  edited();
                }}
                now={now}
                error={error}
              />
            )
      }
      save={async ({ name, notes }) => {
        const expiresAt = decideExpiry(expiry, now, null);
        if (expiresAt === undefined) return dayMissing;
        requestKey.current ||= uuidv4();
        return create({
          type: "api_key",
          name,
          notes,
          actsAsUserId: null,
          organizationId: organization.id,
          expiresAt,
          ipAllowList: [],
          requestKey: requestKey.current,
        });
      }}
      repeated={
        <Callout tone="warn" title="This key was generated already">
          The answer did not reach this page. Close this: the key is in the list, and the eye shows it.
        </Callout>
      }
      onClose={onClose}
      onSaved={(key, { notes }) => onCreated(key, notes)}
    />
  );
}

const dayMissing = refuse({
  code: "invalid_input",
  message: "Choose a day.",
  fields: { expiresAt: "Choose a day." },
});
const empty = { name: "", notes: "" };
