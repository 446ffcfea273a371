"use client";

import { ChevronDown, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { AuditTarget } from "@/domain/audit/audit-views";
import type { Result } from "@/domain/result";
import { holdsTokenForm } from "@/domain/tokens/token-form";

export type FindTargets = (q: string) => Promise<Result<AuditTarget[]>>;

const typingMs = 250;

/** What the events are about, found by a piece of its name. */
export function TargetFilter({
  target,
  find,
  onChange,
}: {
  target: { readonly id: string; readonly name: string } | null;
  find: FindTargets;
  onChange: (id: string | null) => void;
}) {
  const [open, setOpen] = useState(false);
  const choose = (id: string | null) => {
    onChange(id);
    setOpen(false);
  };
  return (
    <Popover
      label="Filter by Target"
      open={open}
      onOpenChange={setOpen}
      className="w-72 p-1"
      trigger={
        <button
          type="button"
          className={cn(
            buttonClass({ variant: target ? "secondary" : "ghost" }),
            "max-w-72 px-2.5 [&>svg]:icon",
            !target && "border-line border-dashed",
          )}
        >
          {target ? null : <Plus aria-hidden="true" />}
          Target
          {target ? (
            <>
              <span className="-ml-0.5 truncate text-accent">{target.name}</span>
              <ChevronDown aria-hidden="true" />
            </>
          ) : null}
        </button>
      }
    >
      <TargetChoice find={find} onChoose={choose} />
      {target ? (
        <div className="mt-1 border-t pt-1">
          <Button
            variant="ghost"
            size="sm"
            className="w-full justify-start px-2"
            onClick={() => choose(null)}
          >
            Clear target
          </Button>
        </div>
      ) : null}
    </Popover>
  );
}

function TargetChoice({ find, onChoose }: { find: FindTargets; onChoose: (id: string) => void }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<readonly AuditTarget[] | null>(null);
  useEffect(() => {
    const q = text.trim();
    setFound(null);
    if (q === "" || holdsTokenForm(q)) return;
    let isLate = false;
    const timer = setTimeout(async () => {
      const answer = await find(q).catch(() => null);
      if (!isLate && answer?.ok) setFound(answer.value);
    }, typingMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [text, find]);
  return (
    <>
      <Input
        aria-label="Find a target"
        placeholder="Name of a token, person, …"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ScrollRegion label="Targets" className="mt-1 max-h-72 overflow-y-auto">
        {found?.map((each) => (
          <button
            key={each.id}
            type="button"
            onClick={() => onChoose(each.id)}
            className="flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover focus-visible:bg-hover pointer-coarse:py-3"
          >
            <span className="min-w-0 flex-1 truncate">{each.name}</span>
            <span className="text-muted text-sm">{each.kind}</span>
          </button>
        ))}
        {found?.length === 0 ? (
          <p className="px-2 py-1.5 text-muted">Nothing called “{text.trim()}”</p>
        ) : null}
      </ScrollRegion>
      <p role="status" className="sr-only">
        {found === null ? "" : `${found.length} found`}
      </p>
    </>
  );
}
