"use client";

import { useRef, useState } from "react";
import { v4 as uuidv4 } from "uuid";
import type { PersonalTokenActions } from "@/components/personal-tokens/personal-token-actions";
import { ExpiryField } from "@/components/tokens/expiry-field";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { useExpiryChoice } from "@/components/tokens/use-expiry-choice";
import { useFreshPolicy } from "@/components/tokens/use-fresh-policy";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { decideExpiry } from "@/domain/tokens/expiry-choice";
import type { CreatedToken } from "@/domain/tokens/token-views";

/** "Create API token": a label, and an expiry only if one is wanted. Mounted while open. */
export function CreateDialog({
  create,
  now,
  onClose,
  onCreated,
}: {
  create: PersonalTokenActions["create"];
  now: Date;
  onClose: () => void;
  onCreated: (token: CreatedToken) => void;
}) {
  const [name, setName] = useState("");
  const [expiry, setExpiry] = useExpiryChoice({ kind: "never" });
  const [isTried, setTried] = useState(false);
  const { run, pending, problem, edited } = useSubmission();
  useFreshPolicy(problem);
  // One key per opening: a double click or a lost answer never makes a second token.
  const requestKey = useRef("");
  const isNameMissing = name.trim() === "";
  const expiresAt = decideExpiry(expiry, now, null);

  async function submit() {
    setTried(true);
    if (expiresAt === undefined || isNameMissing) return;
    requestKey.current ||= uuidv4();
    const result = await run(() => create({ name, expiresAt, requestKey: requestKey.current }));
    if (result?.ok) onCreated(result.value);
  }

  const repeated = problem?.refusal.code === "duplicate_request";
  return (
    <FormDialog
      size="sm"
      title="Create API token"
      description="It acts as you, with your permissions at each moment."
      submit="Create"
      pending={pending}
      isTouched
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label="Label"
        required
        hint="The application that will use it. One token per application."
        error={isTried && isNameMissing ? "Give the token a label." : fieldProblem(problem, "name")}
      >
        {(control) => (
          <Input
            {...control}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              edited("name");
            }}
            placeholder="Backup job"
            autoComplete="off"
          />
        )}
      </Field>
      <ExpiryField
        value={expiry}
        onChange={(choice) => {
          setExpiry(choice);
          edited("expiresAt");
        }}
        now={now}
        error={isTried && expiresAt === undefined ? "Choose a day." : fieldProblem(problem, "expiresAt")}
      />
      {repeated ? (
        <div role="alert">
          <Callout tone="warn" title="This token was created already">
            The answer with its value did not reach this page, and a value is shown once. Close this, revoke
            the token, and create another.
          </Callout>
        </div>
      ) : (
        <SubmissionCallout problem={problem} shownFields={["name", "expiresAt"]} />
      )}
    </FormDialog>
  );
}
