"use client";

import { type ReactNode, useState } from "react";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { useFreshPolicy } from "@/components/tokens/use-fresh-policy";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { Result } from "@/domain/result";

export type KeyDraft = { readonly name: string; readonly notes: string };

/** Name and description of an API key, for a new one and for one that is there. Mounted while open. */
export function KeyFormDialog<T>({
  title,
  description,
  submit,
  initial,
  save,
  repeated,
  expiry,
  onClose,
  onSaved,
}: {
  title: string;
  description?: ReactNode;
  submit: string;
  initial: KeyDraft;
  save: (draft: KeyDraft) => Promise<Result<T>>;
  /** What to say when the same form was carried out already. */
  repeated?: ReactNode;
  /** The field of the expiry, where one is asked for; gets what is wrong with it, and whom to tell that it was edited. */
  expiry?: (error: string | null, edited: () => void) => ReactNode;
  onClose: () => void;
  onSaved: (value: T, draft: KeyDraft) => void;
}) {
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const { run, pending, problem, edited } = useSubmission();
  useFreshPolicy(problem);
  const isMissing = draft.name.trim() === "";

  function change(field: keyof KeyDraft, text: string) {
    setDraft({ ...draft, [field]: text });
    edited(field);
  }

  async function send() {
    setTried(true);
    if (isMissing) return;
    const result = await run(() => save(draft));
    if (result?.ok) onSaved(result.value, draft);
  }

  return (
    <FormDialog
      size="sm"
      title={title}
      description={description}
      submit={submit}
      pending={pending}
      isTouched={draft !== initial}
      onSubmit={send}
      onClose={onClose}
    >
      <Field
        label="Name"
        required
        hint="The integration that uses it. One key for each."
        error={isTried && isMissing ? "Give the key a name." : fieldProblem(problem, "name")}
      >
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            onChange={(event) => change("name", event.target.value)}
            placeholder="Storefront"
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Description" optional="optional" error={fieldProblem(problem, "notes")}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={draft.notes}
            onChange={(event) => change("notes", event.target.value)}
            placeholder="What it is for, whom to ask"
          />
        )}
      </Field>
      {expiry?.(fieldProblem(problem, "expiresAt"), () => edited("expiresAt"))}
      {problem?.refusal.code === "duplicate_request" ? (
        <div role="alert">{repeated}</div>
      ) : (
        <SubmissionCallout
          problem={problem}
          shownFields={["name", "notes", ...(expiry ? ["expiresAt"] : [])]}
        />
      )}
    </FormDialog>
  );
}
