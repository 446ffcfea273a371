"use client";

import { useEffect, useId, useRef, useState } from "react";
import { v4 as uuidv4 } from "uuid";
import type { GatewayActions, NewGateway } from "@/components/gateways/gateway-view";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";

/** A gateway's name and reach. Mounted while open. */
export function AddDialog({
  accountName,
  create,
  onClose,
  onCreated,
}: {
  accountName: string;
  create: GatewayActions["create"];
  onClose: () => void;
  onCreated: (gateway: NewGateway) => void;
}) {
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState("");
  const [reach, setReach] = useState<"account" | "deployment">("account");
  const [missing, setMissing] = useState<string | null>(null);
  const { run, pending, problem } = useSubmission();
  // One key per opening: a double click or a lost answer never makes a second gateway.
  const requestKey = useRef("");

  async function submit() {
    const isMissing = name.trim() === "";
    setMissing(isMissing ? "Give the gateway a name." : null);
    if (isMissing) return;
    requestKey.current ||= uuidv4();
    const input = { name, forDeployment: reach === "deployment", requestKey: requestKey.current };
    const result = await run(() => create(input));
    if (result?.ok) onCreated(result.value);
  }

  const nameError = missing ?? fieldProblem(problem, "name");
  useEffect(() => {
    if (nameError && !pending) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [nameError, pending]);

  return (
    <Dialog
      size="sm"
      open
      onOpenChange={(open) => !open && onClose()}
      guard={(attempt) => !pending && attempt !== "outside"}
      title="Add gateway"
      description="A gateway or backend that asks Keydesk whether tokens are good. It gets a token of its own."
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            Add gateway
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
          void submit();
        }}
      >
        <Field label="Name" required error={nameError}>
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              placeholder="edge-london"
              autoComplete="off"
            />
          )}
        </Field>
        <RadioCards
          legend="It asks about"
          name="reach"
          value={reach}
          onChange={(event) => setReach(event.target.value === "deployment" ? "deployment" : "account")}
          options={[
            {
              value: "account",
              label: `Tokens of ${accountName}`,
              description: "Tokens of other accounts are unknown to it.",
            },
            {
              value: "deployment",
              label: "Tokens of every account",
              description: "For a gateway in front of an API that all accounts use.",
            },
          ]}
        />
        <SubmissionCallout problem={problem} shownFields={["name"]} />
      </form>
    </Dialog>
  );
}
