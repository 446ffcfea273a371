"use client";

import { type ReactNode, type RefObject, type SubmitEvent, useId, useRef } from "react";
import { Button } from "./button";
import { Dialog, DialogClose } from "./dialog";
import { useFocusFault } from "./use-focus-fault";

/** One form in a dialog: Cancel, and a button that says what it does. Mounted while open; held open while `pending`. */
export function FormDialog({
  title,
  description,
  size,
  submit,
  pending,
  disabledReason,
  isTouched = false,
  initialFocus,
  startsAtSubmit = false,
  onSubmit,
  onClose,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** What the main button does, in a word or two. */
  submit: string;
  pending: boolean;
  /** Why the main button cannot be used now. */
  disabledReason?: string | null;
  /** True while there is something to lose: a click outside then does not close it. */
  isTouched?: boolean;
  /** Takes focus on opening; else the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** The main button takes focus on opening: there is nothing to fill in. */
  startsAtSubmit?: boolean;
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => unknown;
  onClose: () => void;
  children: ReactNode;
}) {
  const formId = useId();
  const main = useRef<HTMLButtonElement>(null);
  const { form, noteAttempt } = useFocusFault(pending);
  return (
    <Dialog
      size={size}
      open
      onOpenChange={(open) => !open && onClose()}
      guard={(attempt) => !pending && (attempt !== "outside" || !isTouched)}
      title={title}
      description={description}
      initialFocus={startsAtSubmit ? main : initialFocus}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            ref={main}
            type="submit"
            form={formId}
            variant="primary"
            pending={pending}
            disabledReason={disabledReason}
          >
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        ref={form}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          noteAttempt();
          void onSubmit(event);
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
