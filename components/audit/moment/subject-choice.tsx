"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { momentHref, momentPath } from "@/components/audit/moment/moment-href";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { staysOffline } from "@/components/ui/stays-offline";
import type { MomentChoices } from "@/domain/audit/point-in-time/views";
import { holdsTokenForm } from "@/domain/tokens/token-form";

/** About whom or what: a token by a piece of its name, or a user of the account. */
export function SubjectChoice({
  users,
  userId,
  find,
  at,
}: {
  users: MomentChoices["users"];
  userId: string | null;
  find: string;
  at: Date | null;
}) {
  const router = useRouter();
  function look(form: FormData) {
    const text = String(form.get("find") ?? "").trim();
    // A whole token must not come into an address.
    if (text === "" || holdsTokenForm(text) || staysOffline()) return;
    const href = momentHref(null, at);
    router.push(`${href}${href === momentPath ? "?" : "&"}find=${encodeURIComponent(text)}`);
  }
  const named = (kind: "person" | "template") => users.filter((user) => user.kind === kind);
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <form
        className="flex min-w-0 items-end gap-2 max-sm:basis-full"
        // For what is pressed before the scripts have come: the browser would put the text into the address as it is.
        action={look}
        onSubmit={(event) => {
          event.preventDefault();
          look(new FormData(event.currentTarget));
        }}
      >
        <Field label="A token, deleted ones too" className="min-w-0 flex-1">
          {(control) => (
            <Input
              {...control}
              name="find"
              defaultValue={find}
              placeholder="Name or last 4"
              className="sm:w-56"
            />
          )}
        </Field>
        <Button type="submit" icon={<Search />}>
          Find
        </Button>
      </form>
      <Field label="Or a person or template user" className="min-w-0 max-sm:basis-full">
        {(control) => (
          <Select
            {...control}
            value={userId ?? ""}
            className="sm:w-64"
            onChange={(event) =>
              staysOffline() ||
              router.push(
                momentHref(event.target.value === "" ? null : { kind: "user", id: event.target.value }, at),
              )
            }
          >
            <option value="">Choose…</option>
            <optgroup label="People">
              {named("person").map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </optgroup>
            <optgroup label="Template users">
              {named("template").map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </optgroup>
          </Select>
        )}
      </Field>
    </div>
  );
}
