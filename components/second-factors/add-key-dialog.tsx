"use client";

import { useState } from "react";
import type { KeyToConfirm } from "@/domain/second-factors/key-messages";
import { FactorNameForm } from "./factor-name-form";
import { NewKeyForm } from "./new-key-form";
import type { SecondFactorActions } from "./second-factor-actions";
import { useFactorAdded } from "./use-factor-added";

/** Adds a security key or passkey: name and password, then the key itself, then, with the first factor, the recovery codes. */
export function AddKeyDialog({
  email,
  actions,
  onClose,
  onAdded,
}: {
  email: string;
  actions: SecondFactorActions;
  onClose: () => void;
  /** The key is added, and its recovery codes are in safe hands. */
  onAdded: () => void;
}) {
  const [key, setKey] = useState<KeyToConfirm | null>(null);
  const { codes, onConfirmed } = useFactorAdded({ said: "The security key is added", email, onAdded });
  if (codes !== null) return codes;
  if (key === null)
    return (
      <FactorNameForm
        title="Add a security key or passkey"
        description="A key that you plug in or hold to the device, or the device itself with its fingerprint, face or PIN. What it answers here is good for this desk alone: no other page can trick you out of it."
        name="Security key"
        email={email}
        begin={actions.beginKey}
        onBegun={setKey}
        onClose={onClose}
      />
    );
  return <NewKeyForm asked={key} confirm={actions.confirmKey} onClose={onClose} onConfirmed={onConfirmed} />;
}
