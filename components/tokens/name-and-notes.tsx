"use client";

import type { Ref } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

/** Zorus: "a meaningful name, indicating where it will be used" and "any relevant notes for future reference". */
export function NameAndNotes({
  name,
  notes,
  onNameChange,
  onNotesChange,
  nameError,
  notesError,
  nameRef,
}: {
  name: string;
  notes: string;
  onNameChange: (name: string) => void;
  onNotesChange: (notes: string) => void;
  nameError?: string | null;
  notesError?: string | null;
  nameRef?: Ref<HTMLInputElement>;
}) {
  return (
    <>
      <Field label="Name" required error={nameError}>
        {(control) => (
          <Input
            {...control}
            ref={nameRef}
            value={name}
            onChange={(event) => onNameChange(event.target.value)}
            placeholder="Where it is used, such as Nightly sync"
          />
        )}
      </Field>
      <Field label="Notes" optional="optional" error={notesError}>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={notes}
            onChange={(event) => onNotesChange(event.target.value)}
            placeholder="What it is for, whom to ask"
          />
        )}
      </Field>
    </>
  );
}
