"use client";

import { useRef, useState } from "react";
import { v4 as uuidv4 } from "uuid";
import type { GatewayActions } from "@/components/gateways/gateway-actions";
import { KindField } from "@/components/gateways/kind-field";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import type { CreatedGateway } from "@/domain/gateways/gateway-views";
import { type GatewayKind, hasBundle } from "@/domain/gateways/kinds";

/** A gateway's name, kind and reach. Mounted while open. */
export function AddDialog({
  accountName,
  create,
  onClose,
  onCreated,
}: {
  accountName: string;
  create: GatewayActions["create"];
  onClose: () => void;
  onCreated: (gateway: CreatedGateway) => void;
}) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<GatewayKind>("nginx");
  const [reach, setReach] = useState<"account" | "deployment">("account");
  const [isTried, setTried] = useState(false);
  const { run, pending, problem, edited } = useSubmission();
  // One key per opening: a double click or a lost answer never makes a second gateway.
  const requestKey = useRef("");

  const isMissing = name.trim() === "";

  async function submit() {
    setTried(true);
    if (isMissing) return;
    requestKey.current ||= uuidv4();
    const forDeployment = reach === "deployment";
    const result = await run(() => create({ name, kind, forDeployment, requestKey: requestKey.current }));
    if (result?.ok) onCreated(result.value);
  }

  return (
    <FormDialog
      title="Add gateway"
      description={
        hasBundle(kind)
          ? "A gateway that stands in front of your API and asks Keydesk about every request. You download it ready to run, with a token of its own inside."
          : "A program that asks Keydesk itself whether tokens are good. It gets a token of its own."
      }
      submit="Add gateway"
      pending={pending}
      isTouched={name !== ""}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label="Name"
        required
        error={isTried && isMissing ? "Give the gateway a name." : fieldProblem(problem, "name")}
      >
        {(control) => (
          <Input
            {...control}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              edited("name");
            }}
            placeholder="edge-london"
            autoComplete="off"
          />
        )}
      </Field>
      <KindField value={kind} onChange={setKind} />
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
    </FormDialog>
  );
}
