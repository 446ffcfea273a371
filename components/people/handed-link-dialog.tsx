"use client";

import { useState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { unanswered } from "@/components/forms/unreachable";
import { HandedLinkBody } from "@/components/people/handed-link";
import type { PeopleActions } from "@/components/people/people-actions";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { HandedLink, UserSummary } from "@/domain/access/people-views";
import type { Refusal } from "@/domain/result";

/** Make a password reset link for a person, then show it once. */
export function HandedLinkDialog({
  user,
  make,
  onClose,
}: {
  user: UserSummary;
  make: PeopleActions["makeResetLink"];
  onClose: () => void;
}) {
  const guarded = useReauth();
  const [link, setLink] = useState<HandedLink | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [pending, setPending] = useState(false);

  const start = async () => {
    setPending(true);
    setProblem(null);
    const result = await guarded(() => make({ userId: user.id })).catch(unanswered);
    setPending(false);
    if (result.ok) setLink(result.value);
    else setProblem(result.refusal);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={(attempt) => !pending && (link === null || attempt === "button")}
      title={link === null ? `Password reset for ${user.name}` : `Reset link for ${user.name}`}
      footer={
        link === null ? (
          <>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" pending={pending} onClick={start}>
              Make the link
            </Button>
          </>
        ) : (
          <DialogClose>
            <Button variant="primary">Done</Button>
          </DialogClose>
        )
      }
    >
      {link === null ? (
        <div className="grid gap-4">
          <FormProblem problem={problem} />
          <p>
            You get a link with which {user.name} chooses a new password, once, within 24 hours. The present
            password works until then; after that every session ends.
          </p>
        </div>
      ) : (
        <HandedLinkBody link={link} forWhom={user.name} />
      )}
    </Dialog>
  );
}
