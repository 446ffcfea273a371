"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { staysOffline } from "@/components/ui/stays-offline";

/** Whose keys the page shows; the choice is in the address, so that a link is a view and Back works. */
export function OrganizationPicker({
  organizations,
  chosenId,
}: {
  organizations: readonly { readonly id: string; readonly name: string }[];
  chosenId: string;
}) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Field
      label="Organization"
      optional={pending ? <Spinner className="size-3" /> : null}
      className="w-72 max-w-full"
    >
      {(control) => (
        <Select
          {...control}
          value={chosenId}
          onChange={(event) => {
            const href = `?organization=${event.target.value}`;
            if (!staysOffline()) startTransition(() => router.push(href));
          }}
        >
          {organizations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
