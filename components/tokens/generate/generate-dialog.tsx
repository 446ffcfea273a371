"use client";

import { useEffect, useId } from "react";
import { AddressListField } from "@/components/tokens/address-list-field";
import { ExpiryField } from "@/components/tokens/expiry-field";
import { BearerField, NoTemplateUser } from "@/components/tokens/generate/bearer-field";
import { GenerateProblem } from "@/components/tokens/generate/generate-problem";
import { GenerateSummary } from "@/components/tokens/generate/generate-summary";
import { useGenerate } from "@/components/tokens/generate/use-generate";
import { NameAndNotes } from "@/components/tokens/name-and-notes";
import type { TokenActions } from "@/components/tokens/token-actions";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { RadioCards } from "@/components/ui/radio-cards";
import { useFocusFault } from "@/components/ui/use-focus-fault";
import { typeSentence } from "@/domain/tokens/policy";
import type { CreatedToken, TokenCreationOptions } from "@/domain/tokens/token-views";
import { type TokenType, typeRule } from "@/domain/tokens/types";

/**
 * Generate API token: type, whom it acts as, name, notes, expiry, addresses, summary, in one form. What `options` leave no
 * choice in is not asked.
 */
export function GenerateDialog({
  open,
  onOpenChange,
  options,
  create,
  now,
  onCreated,
  onFind,
  title = "Generate API token",
  initialName,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  options: TokenCreationOptions;
  create: TokenActions["create"];
  now: Date;
  /** Gets the secret; `notes` are those of the form. */
  onCreated: (token: CreatedToken, notes: string) => void;
  /** Shows the token of that name in the list. */
  onFind: (name: string) => void;
  title?: string;
  initialName?: string;
}) {
  const formId = useId();
  const generate = useGenerate(options, create, now, initialName);
  const { draft, change, pending, problem, problemOf } = generate;
  const policy = useTokenPolicy();

  const { begin } = generate;
  const settled = !problem?.lost;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key for each opening, unless an answer is still unknown
  useEffect(() => {
    if (open && settled) begin();
  }, [open]);

  const { form, noteAttempt } = useFocusFault(pending);

  async function submit() {
    const { notes } = draft;
    const token = await generate.submit();
    if (token) onCreated(token, notes);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      guard={(attempt) => !pending && attempt !== "outside"}
      title={title}
      footerNote={
        <div data-wide-only>
          <GenerateSummary draft={draft} options={options} now={now} />
        </div>
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            pending={pending}
            disabledReason={draft.type === null ? "No type can be chosen now; each says why." : null}
          >
            Generate token
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
          void submit();
        }}
      >
        {options.types.length > 1 ? (
          <RadioCards
            legend="Type"
            name="type"
            value={draft.type ?? ""}
            onChange={(event) => change({ type: event.target.value as TokenType })}
            options={options.types.map(({ type, allowed, reason }) => ({
              value: type,
              label: (
                <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                  {typeRule(type).label}
                  <code className="font-mono font-normal text-muted text-xs">
                    Authorization: {typeRule(type).scheme}
                  </code>
                </span>
              ),
              description: typeSentence(policy, type),
              disabledReason: allowed ? null : reason,
            }))}
          />
        ) : null}
        <NoTemplateUser options={options} />
        {draft.type === null ? null : (
          <>
            <BearerField draft={draft} options={options} onChange={change} problems={problemOf} />
            <NameAndNotes
              name={draft.name}
              notes={draft.notes}
              onNameChange={(name) => change({ name })}
              onNotesChange={(notes) => change({ notes })}
              nameError={problemOf("name")}
              notesError={problemOf("notes")}
            />
            <ExpiryField
              value={draft.expiry}
              onChange={(expiry) => change({ expiry })}
              now={now}
              error={problemOf("expiresAt")}
            />
            <AddressListField
              folded
              value={draft.addresses}
              onChange={(addresses) => change({ addresses })}
              error={problemOf("ipAllowList")}
            />
          </>
        )}
        <div className="text-muted text-sm sm:hidden">
          <GenerateSummary draft={draft} options={options} now={now} />
        </div>
        <GenerateProblem
          problem={problem}
          onFind={() => onFind(draft.name.trim())}
          onAgain={() => {
            generate.begin();
            void submit();
          }}
        />
      </form>
    </Dialog>
  );
}
