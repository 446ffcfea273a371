"use client";

import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Dialog } from "@/components/ui/dialog";

/** Over a dialog, a form or a selection whose work found no session: one signs in beside it and goes on, so that nothing is lost. */
export function SignedOutDialog({ open, onAnswer }: { open: boolean; onAnswer: (goOn: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onAnswer(false)}
      size="sm"
      title="You are signed out"
      description="Nothing was changed. Sign in again in a new tab, then go on here: what you typed or selected stays."
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>Cancel</Button>
          <Button variant="primary" onClick={() => onAnswer(true)}>
            Go on
          </Button>
        </>
      }
    >
      <a href="/sign-in" target="_blank" rel="noreferrer" className={buttonClass({ variant: "secondary" })}>
        Sign in in a new tab
      </a>
    </Dialog>
  );
}
