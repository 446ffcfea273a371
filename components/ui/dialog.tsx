"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactElement, ReactNode, RefObject } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";
import { scrimClass } from "./scrim-class";
import { useFocusBack } from "./use-focus-back";

export type CloseAttempt = "escape" | "outside" | "button";

export type DialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** One element that opens the dialog and gets focus back; leave out when the caller holds `open`. */
  trigger?: ReactElement;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, right-aligned; the last one is the main one. Use `form="id"` for a form in the body. */
  footer?: ReactNode;
  /** Words at the left of the footer, such as why closing is held. With `data-wide-only` on them, not on phones. */
  footerNote?: ReactNode;
  /** Return false to hold the dialog open. Asked for Esc, a click outside and ✕, not when the caller sets `open`. */
  guard?: (attempt: CloseAttempt) => boolean;
  /** Takes focus on opening; else the first control in the body. */
  initialFocus?: RefObject<HTMLElement | null>;
  size?: "sm" | "md" | "lg";
  children?: ReactNode;
};

const width = { sm: "sm:max-w-110", md: "sm:max-w-150", lg: "sm:max-w-200" };

export const dialogPanelClass = cn(
  "wrap-anywhere fixed z-50 flex flex-col overflow-y-auto overflow-x-clip overscroll-contain border-line bg-page shadow-dialog outline-none data-[state=open]:animate-rise",
  "inset-0 sm:inset-x-4 sm:m-auto sm:h-fit sm:max-h-[calc(100dvh-3rem)] sm:rounded-2xl sm:border",
);

export function Dialog(props: DialogProps) {
  const { open, onOpenChange, trigger, title, description, footer, footerNote, initialFocus, children } =
    props;
  const may = (attempt: CloseAttempt) => props.guard?.(attempt) ?? true;
  const focusBack = useFocusBack(trigger !== undefined);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className={scrimClass} />
        <Radix.Content
          className={cn(dialogPanelClass, width[props.size ?? "md"])}
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            focusBack.note();
            const panel = event.currentTarget as HTMLElement | null;
            const target = initialFocus?.current ?? (panel ? firstControlOf(panel) : null);
            if (!target) return;
            event.preventDefault();
            // Also after a click: the eye should find where Enter will act.
            target.focus({ focusVisible: true } as FocusOptions);
          }}
          onCloseAutoFocus={focusBack.onCloseAutoFocus}
          onEscapeKeyDown={(event) => {
            if (!may("escape")) event.preventDefault();
          }}
          onInteractOutside={(event) => {
            // A toast lies outside the dialog, yet using it is not leaving.
            const target = event.detail.originalEvent.target as Element | null;
            if (target?.closest("[data-toasts]") || !may("outside")) event.preventDefault();
          }}
        >
          <div className="flex items-start gap-3 px-4 pt-5 sm:px-6">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-lg tracking-[-0.01em]">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton
                label="Close"
                size="sm"
                icon={<X />}
                className="-mt-0.5 -mr-1.5"
                onClick={(event) => {
                  if (!may("button")) event.preventDefault();
                }}
              />
            </Radix.Close>
          </div>
          <div data-dialog-body className="flex-1 px-4 py-4 sm:px-6 sm:pb-5">
            {children}
          </div>
          {footer || footerNote ? (
            <div className="sticky bottom-0 flex flex-wrap items-center justify-end gap-x-3 gap-y-2 border-t bg-sub px-4 py-3 sm:rounded-b-2xl sm:px-6">
              {footerNote ? (
                <div className="mr-auto min-w-0 flex-1 basis-60 text-muted text-sm has-[>[data-wide-only]]:max-sm:hidden">
                  {footerNote}
                </div>
              ) : null}
              {footer}
            </div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

// Of a group of radios the chosen one, where the arrow keys and Tab would lead, too.
function firstControlOf(panel: HTMLElement): HTMLElement | null {
  const first = panel.querySelector<HTMLElement>(
    "[data-dialog-body] :is(input,select,textarea,button,a[href]):not(:disabled,[tabindex='-1'])",
  );
  if (!first?.matches("[type=radio]")) return first;
  return first.closest("fieldset")?.querySelector<HTMLElement>("[type=radio]:checked") ?? first;
}

/** Wraps a footer button that closes the dialog without asking the guard, such as Cancel. */
export function DialogClose({ children }: { children: ReactElement }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
