"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { fromField, type MomentZone, toField } from "@/components/audit/moment/local-time";
import { type MomentSubject, momentHref } from "@/components/audit/moment/moment-href";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { staysOffline } from "@/components/ui/stays-offline";

// The answer begins the form anew: whoever asks once more means the same zone. Never set on the server.
let zoneChosen: MomentZone = "utc";

/** Date, time and zone of a question, and the button that asks it. The address holds the moment itself, so a link means the same everywhere. */
export function MomentPicker({ subject, at, now }: { subject: MomentSubject | null; at: Date; now: Date }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [zone, setZone] = useState<MomentZone>(zoneChosen);
  const [text, setText] = useState(() => toField(at, zoneChosen));
  // What the field stands for while nobody has typed: it tells neither seconds nor which of the two hours of a night in autumn.
  const [given, setGiven] = useState<Date | null>(at);
  const meant = given ?? fromField(text, zone);
  const [problem, setProblem] = useState<string | null>(null);
  const own = useOwnZone();
  function show(moment: Date | null) {
    if (moment === null) setProblem("Give a date and a time.");
    else if (moment > now && moment > new Date()) setProblem("It must not lie in the future.");
    else {
      setProblem(null);
      if (!staysOffline()) startTransition(() => router.push(momentHref(subject, moment)));
    }
  }
  return (
    <form
      noValidate
      className="flex flex-wrap items-end gap-2"
      // For what is pressed before the scripts have come, when the state does not know yet what was typed.
      action={(form) => {
        const typed = String(form.get("moment") ?? "");
        setText(typed);
        setGiven(typed === text ? given : null);
        show(typed === text ? meant : fromField(typed, zone));
      }}
      onSubmit={(event) => {
        event.preventDefault();
        show(meant);
      }}
    >
      <Field label="Date and time" error={problem} className="min-w-0 max-sm:basis-full">
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            name="moment"
            className="w-52 max-sm:w-full"
            max={toField(now, zone)}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setGiven(null);
            }}
          />
        )}
      </Field>
      <Field label="Zone" className="min-w-0">
        {(control) => (
          <Select
            {...control}
            value={zone}
            className="max-w-56"
            onChange={(event) => {
              const next: MomentZone = event.target.value === "local" ? "local" : "utc";
              if (meant !== null) setText(toField(meant, next));
              setGiven(meant);
              setZone(next);
              zoneChosen = next;
            }}
          >
            <option value="utc">UTC</option>
            {own === null ? null : <option value="local">{own}</option>}
          </Select>
        )}
      </Field>
      <Button type="submit" variant="primary" pending={pending}>
        Show
      </Button>
    </form>
  );
}

// Known in the browser only; not offered where it is UTC itself.
function useOwnZone(): string | null {
  const [own, setOwn] = useState(() => (zoneChosen === "local" ? findOwnZone() : null));
  useEffect(() => setOwn(findOwnZone()), []);
  return own;
}

function findOwnZone(): string | null {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return /^(Etc\/)?(UTC|GMT|Universal|Zulu)$/.test(name) ? null : name.replaceAll("_", " ");
}
