"use client";

import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { DateTime } from "@/components/ui/relative-time";
import type { HandedLink } from "@/domain/access/people-views";

/** A one-time link, once: to be copied and given to the person by a way that only the person reads. */
export function HandedLinkBody({ link, forWhom }: { link: HandedLink; forWhom: string }) {
  const url = new URL(link.path, window.location.origin).href;
  return (
    <div className="grid gap-4">
      <Field
        label="One-time link"
        hint={
          <>
            Works once, until <DateTime at={link.expiresAt} precision="minute" />.
          </>
        }
      >
        {(control) => (
          <div className="flex gap-2">
            <Input {...control} mono readOnly value={url} onFocus={(event) => event.target.select()} />
            <CopyButton text={url} label="Copy link" size="md" sticky />
          </div>
        )}
      </Field>
      <Callout tone="warn">
        You will not see this link again. Give it to {forWhom} in a way that only they can read: whoever opens
        it first acts as them.
      </Callout>
    </div>
  );
}
