"use client";

import { useState } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Tabs } from "@/components/ui/tabs";
import { jwtSamples } from "@/domain/tokens/jwt-samples";
import { tokenVariable } from "@/domain/tokens/token-variable";
import type { TokenSummary } from "@/domain/tokens/token-views";
import type { JwtPolicy } from "@/domain/verification/jwt";
import { jwtBounds } from "@/domain/verification/jwt-bounds";

/** How a program signs JWTs with a key: its identifier, and samples that carry it. */
export function JwtSection({
  keys,
  defaultKeyId,
  baseUrl,
  policy,
}: {
  keys: readonly TokenSummary[];
  defaultKeyId: string | null;
  baseUrl: string;
  policy: JwtPolicy;
}) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const key =
    [chosenId, defaultKeyId].flatMap((id) => keys.find((each) => each.id === id) ?? [])[0] ?? keys[0];
  if (key === undefined) return null;
  const hours = jwtBounds.lifetimeSecondsMax / 3600;
  return (
    <Section
      title="Sign JWTs with a key"
      description={
        <>
          Instead of the key itself, a program may send a JWT that the key signed (HS256). Put the key
          identifier into the header as <code className="font-mono">kid</code>, so that Keydesk knows which
          key it is, and an <code className="font-mono">exp</code> at most {hours} hours ahead.
        </>
      }
    >
      <div className="grid max-w-3xl grid-cols-1 gap-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Key">
            {(control) => (
              <Select {...control} value={key.id} onChange={(event) => setChosenId(event.target.value)}>
                {keys.map(({ id, name, last4 }) => (
                  <option key={id} value={id}>
                    {name} (…{last4})
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <div className="grid content-start gap-1.5">
            <span className="font-medium text-sm">Key identifier</span>
            <span className="flex min-h-8.5 min-w-0 items-center gap-1">
              <code className="wrap-anywhere min-w-0 font-mono text-sm">{key.id}</code>
              <CopyButton text={key.id} copyLabel="Copy the key identifier" />
            </span>
          </div>
        </div>
        <Tabs
          label="Samples"
          tabs={jwtSamples({ baseUrl, keyId: key.id, ...policy }).map((sample) => ({
            value: sample.id,
            label: sample.label,
            content: (
              <div className="pt-3">
                <CodeBlock label={`${sample.label} sample`} code={sample.code} accents={[key.id]} />
              </div>
            ),
          }))}
        />
        <p className="text-muted text-sm">
          They read the key from the environment variable <code className="font-mono">{tokenVariable}</code>{" "}
          and run as they stand; JavaScript needs the package <code className="font-mono">jose</code>.
        </p>
      </div>
    </Section>
  );
}
