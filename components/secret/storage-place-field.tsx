"use client";

import type { StoragePlace } from "@/components/secret/use-storage-place";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** "Where did you store it?": saved with Enter, with the button, and with Done. */
export function StoragePlaceField({ value }: { value: StoragePlace }) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void value.submit();
      }}
    >
      <Field
        label="Where did you store it?"
        optional={
          <span role="status">
            {value.justSaved ? <span className="text-ok">Saved to the notes</span> : "saved to the notes"}
          </span>
        }
        error={value.refusal}
      >
        {(control) => (
          <div className="relative">
            <Input
              {...control}
              value={value.place}
              onChange={(event) => value.setPlace(event.target.value)}
              placeholder="Vault, kv/data/warehouse/sync"
              maxLength={300}
              className="pr-18"
            />
            {value.changed ? (
              <Button
                type="submit"
                size="sm"
                pending={value.pending}
                className="absolute top-0.75 right-0.75"
              >
                Save
              </Button>
            ) : null}
          </div>
        )}
      </Field>
    </form>
  );
}
