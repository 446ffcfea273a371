"use client";

import { useState } from "react";
import { changedValues } from "@/components/forms/changed-values";
import { AddressListField, addressesOf } from "@/components/tokens/address-list-field";
import { ExpiryField } from "@/components/tokens/expiry-field";
import { NameAndNotes } from "@/components/tokens/name-and-notes";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import type { EditInput, TokenActions, TokenFacts } from "@/components/tokens/token-actions";
import { useExpiryChoice } from "@/components/tokens/use-expiry-choice";
import { useFreshPolicy } from "@/components/tokens/use-fresh-policy";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { FormDialog } from "@/components/ui/form-dialog";
import { decideExpiry } from "@/domain/tokens/expiry-choice";

/** Name, notes, expiry and addresses; nothing else of a token can be edited. */
export function EditDialog({
  facts,
  edit,
  now,
  onClose,
  onEdited,
}: {
  facts: TokenFacts;
  edit: TokenActions["edit"];
  now: Date;
  onClose: () => void;
  onEdited: (name: string) => void;
}) {
  const [name, setName] = useState(facts.name);
  const [notes, setNotes] = useState(facts.notes);
  const [expiry, setExpiry] = useExpiryChoice({ kind: "keep" });
  const [addresses, setAddresses] = useState(facts.ipAllowList.join("\n"));
  const [isTried, setTried] = useState(false);
  const { run, pending, problem, edited } = useSubmission();
  useFreshPolicy(problem);

  const expiresAt = decideExpiry(expiry, now, facts.expiresAt);
  const changed =
    <T,>(field: string, set: (value: T) => void) =>
    (value: T) => {
      set(value);
      edited(field);
    };

  async function submit() {
    setTried(true);
    if (expiresAt === undefined) return;
    const ipAllowList = addressesOf(addresses);
    // Only what was changed is sent, so that two people may edit different fields at once.
    const input: EditInput = {
      tokenId: facts.id,
      ...changedValues(facts, { name, notes }),
      ...(expiry.kind === "keep" ? {} : { expiresAt }),
      ...(ipAllowList.join() === facts.ipAllowList.join() ? {} : { ipAllowList }),
    };
    if (Object.keys(input).length === 1) return onClose();
    const result = await run(() => edit(input));
    if (result?.ok) onEdited(name.trim());
  }

  return (
    <FormDialog
      title="Edit token"
      submit="Save changes"
      pending={pending}
      isTouched
      onSubmit={submit}
      onClose={onClose}
    >
      <NameAndNotes
        name={name}
        notes={notes}
        onNameChange={changed("name", setName)}
        onNotesChange={changed("notes", setNotes)}
        nameError={fieldProblem(problem, "name")}
        notesError={fieldProblem(problem, "notes")}
      />
      <ExpiryField
        value={expiry}
        onChange={changed("expiresAt", setExpiry)}
        now={now}
        current={facts.expiresAt}
        error={isTried && expiresAt === undefined ? "Choose a day." : fieldProblem(problem, "expiresAt")}
      />
      <AddressListField
        value={addresses}
        onChange={changed("ipAllowList", setAddresses)}
        error={fieldProblem(problem, "ipAllowList")}
      />
      <SubmissionCallout problem={problem} shownFields={["name", "notes", "expiresAt", "ipAllowList"]} />
    </FormDialog>
  );
}
