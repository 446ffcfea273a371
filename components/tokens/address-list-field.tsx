"use client";

import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { ipAllowListMax } from "@/domain/tokens/bounds";

/** The entries of a text: separated by line, comma or space; empty ones are left out. */
export function addressesOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== "");
}

/** Addresses and ranges from which a token may be used; empty means anywhere. */
export function AddressListField({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (text: string) => void;
  error?: string | null;
}) {
  return (
    <Field
      label="Allowed addresses"
      optional="optional"
      error={error}
      hint={`One per line: 10.0.0.4, 10.0.0.0/24 or 2001:db8::/32, at most ${ipAllowListMax}. Empty means from anywhere.`}
    >
      {(control) => (
        <Textarea
          {...control}
          mono
          rows={2}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
