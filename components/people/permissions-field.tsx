"use client";

import { X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { permissionPattern, permissionsMax } from "@/domain/access/permissions";

const suggestionsShown = 8;

/**
 * Permissions as chips. Enter, a comma, a space or leaving the field takes what was typed; pasted lists are split. What is not
 * a permission stays in the field with the reason.
 */
export function PermissionsField({
  value,
  onChange,
  suggestions,
  error,
}: {
  value: readonly string[];
  onChange: (permissions: string[]) => void;
  suggestions: readonly string[];
  error?: string | undefined;
}) {
  const [draft, setDraft] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();

  const add = (text: string): boolean => {
    const wanted = text.split(/[\s,]+/).filter((word) => word !== "");
    const good = wanted.filter((word) => word.length <= 100 && permissionPattern.test(word));
    const bad = wanted.filter((word) => !good.includes(word));
    const next = [...new Set([...value, ...good])];
    if (next.length > permissionsMax) {
      setFault(`At most ${permissionsMax} permissions.`);
      return false;
    }
    if (good.length > 0) onChange(next);
    setDraft(bad.join(" "));
    setFault(bad.length > 0 ? "A permission looks like reports:read, reports:* or *." : null);
    return bad.length === 0;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && draft.trim() === "") return;
    if (event.key === "Enter" || event.key === "," || (event.key === " " && draft.trim() !== "")) {
      event.preventDefault();
      add(draft);
    } else if (event.key === "Backspace" && draft === "" && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text");
    if (!/[\s,]/.test(text.trim())) return;
    event.preventDefault();
    add(`${draft} ${text}`);
  };

  const open = suggestions
    .filter((each) => !value.includes(each) && each.includes(draft.trim()))
    .slice(0, suggestionsShown);
  return (
    <div className="grid gap-2">
      <Field
        label="Permissions"
        optional="optional"
        error={fault ?? error}
        hint="What tokens that act as this user may do, such as reports:read. Press Enter after each."
      >
        {(control) => (
          <Input
            {...control}
            ref={field}
            mono
            value={draft}
            onChange={(event) => {
              setDraft(event.target.value);
              setFault(null);
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => draft.trim() !== "" && add(draft)}
            autoCapitalize="none"
            spellCheck={false}
            aria-controls={listId}
          />
        )}
      </Field>
      <ul id={listId} aria-label="Chosen permissions" className="flex flex-wrap gap-1.5 empty:hidden">
        {value.map((permission) => (
          <li
            key={permission}
            className="inline-flex max-w-full items-center gap-1 rounded-md border bg-sub py-0.5 pr-0.5 pl-2 font-mono text-sm"
          >
            <span className="truncate">{permission}</span>
            <button
              type="button"
              aria-label={`Remove ${permission}`}
              className="grid size-6 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink"
              onClick={() => {
                onChange(value.filter((each) => each !== permission));
                field.current?.focus();
              }}
            >
              <X aria-hidden="true" className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      {open.length > 0 ? (
        <div className="flex flex-wrap items-center gap-1.5">
          <span className="text-muted text-sm">In use here:</span>
          {open.map((permission) => (
            <Button
              key={permission}
              size="sm"
              className="font-mono"
              aria-label={`Add ${permission}`}
              // The field must not lose focus first, or it would take a half-typed draft.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                onChange([...new Set([...value, permission])]);
                setDraft("");
                setFault(null);
              }}
            >
              {permission}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
