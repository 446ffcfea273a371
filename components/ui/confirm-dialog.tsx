"use client";

import { AlertDialog as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "./button";
import { Callout } from "./callout";
import { cn } from "./cn";
import { dialogPanelClass } from "./dialog";
import { Input } from "./input";
import { scrimClass } from "./scrim-class";
import { useFocusBack } from "./use-focus-back";

export type ConfirmDialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactElement;
  title: ReactNode;
  /** What will break, in one or two sentences. */
  description: ReactNode;
  children?: ReactNode;
  /** The verb of the action, never "OK". */
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** The exact text that must be typed first: a name or a count. */
  typeToConfirm?: string | null;
  /** Does the work. Resolve with a sentence to show a refusal and stay open; resolve with nothing to close. */
  onConfirm: () => Promise<string | undefined> | Promise<void>;
};

export function ConfirmDialog({ open, onOpenChange, trigger, ...rest }: ConfirmDialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const isOpen = open ?? ownOpen;
  const change = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={change}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className={scrimClass} />
        <ConfirmPanel {...rest} hasTrigger={trigger !== undefined} close={() => change(false)} />
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Mounted only while open, so what was typed and any refusal are gone the next time. */
function ConfirmPanel({
  title,
  description,
  children,
  confirmLabel,
  cancelLabel = "Cancel",
  danger = true,
  typeToConfirm,
  onConfirm,
  hasTrigger,
  close,
}: Omit<ConfirmDialogProps, "open" | "onOpenChange" | "trigger"> & {
  hasTrigger: boolean;
  close: () => void;
}) {
  const focusBack = useFocusBack(hasTrigger);
  const inputId = useId();
  const [typed, setTyped] = useState("");
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  // An answer that wants something typed puts the question here.
  useEffect(() => {
    if (refusal !== null) input.current?.focus();
  }, [refusal]);
  const matches = !typeToConfirm || typed.trim() === typeToConfirm.trim();

  async function confirm() {
    if (pending || !matches) return;
    setPending(true);
    setRefusal(null);
    try {
      const said = await onConfirm();
      if (said) setRefusal(said);
      else close();
    } catch {
      setRefusal("That did not go through. Check the connection and try again.");
    } finally {
      setPending(false);
    }
  }

  return (
    <Radix.Content
      className={cn(
        dialogPanelClass,
        "max-sm:inset-x-3 max-sm:top-auto max-sm:bottom-3 max-sm:max-h-[calc(100dvh-1.5rem)] max-sm:rounded-2xl max-sm:border sm:max-w-120",
      )}
      onOpenAutoFocus={focusBack.note}
      onCloseAutoFocus={focusBack.onCloseAutoFocus}
      onEscapeKeyDown={(event) => {
        if (pending) event.preventDefault();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <div className="grid gap-3 px-4 pt-5 pb-4 sm:px-6">
          <div>
            <Radix.Title className="font-semibold text-lg tracking-[-0.01em]">{title}</Radix.Title>
            <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>
          </div>
          {children}
          {typeToConfirm ? (
            <div className="grid gap-1.5">
              <label htmlFor={inputId} className="text-sm">
                Type <strong className="select-all break-all font-semibold">{typeToConfirm}</strong> to
                confirm
              </label>
              <Input
                id={inputId}
                ref={input}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                spellCheck={false}
              />
            </div>
          ) : null}
          <div role="alert">{refusal ? <Callout tone="bad">{refusal}</Callout> : null}</div>
        </div>
        <div className="flex flex-wrap justify-end gap-2 rounded-b-2xl border-t bg-sub px-4 py-3 sm:px-6">
          <Radix.Cancel asChild>
            <Button>{cancelLabel}</Button>
          </Radix.Cancel>
          <Button
            type="submit"
            variant={danger ? "danger" : "primary"}
            pending={pending}
            disabledReason={matches ? null : "Type the text above first"}
          >
            {confirmLabel}
          </Button>
        </div>
      </form>
    </Radix.Content>
  );
}
