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
  folded = false,
}: {
  value: string;
  onChange: (text: string) => void;
  error?: string | null;
  /** Behind one line until it is wanted: most tokens work from anywhere. */
  folded?: boolean;
}) {
  const field = (
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
  if (!folded) return field;
  const count = addressesOf(value).length;
  return (
    <details open={error ? true : undefined} className="group">
      <summary className="w-fit rounded-sm text-sm">
        <span className="font-medium">Allowed addresses</span>{" "}
        <span className="text-muted">{count === 0 ? "from anywhere" : count}</span>
      </summary>
      <div className="mt-3">{field}</div>
    </details>
  );
}
