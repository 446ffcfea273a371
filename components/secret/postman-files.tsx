"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { downloadText, fileStem } from "@/components/secret/download-text";
import { Button } from "@/components/ui/button";
import { RadioCards } from "@/components/ui/radio-cards";
import {
  type PostmanFacts,
  type PostmanForm,
  postmanCollection,
  postmanEnvironment,
  postmanFile,
} from "@/domain/tokens/postman";

/**
 * Both files that Postman imports, in both forms. Without `secret` (a page that never knows it) the environment has a placeholder
 * in its place. `onStored` is told when a file that holds the secret was handed over.
 */
export function PostmanFiles({
  facts,
  name,
  onStored,
}: {
  facts: PostmanFacts;
  name: string;
  onStored?: () => void;
}) {
  const [form, setForm] = useState<PostmanForm>("collection");
  const { secret } = facts;
  const stem = fileStem(name);
  return (
    <div className="grid gap-3 pt-3">
      <RadioCards
        legend={`Where the word ${facts.scheme} stands`}
        name="postman-form"
        columns={2}
        value={form}
        onChange={(event) => setForm(event.target.value as PostmanForm)}
        options={[
          {
            value: "collection",
            label: "In the collection",
            description: (
              <>
                Header <code className="font-mono">{`${facts.scheme} {{apiKey}}`}</code>
              </>
            ),
          },
          {
            value: "environment",
            label: "In the environment",
            description: (
              <>
                Header <code className="font-mono">{"{{apiKey}}"}</code>
              </>
            ),
          },
        ]}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          icon={<Download aria-hidden="true" />}
          onClick={() =>
            downloadText(
              "keydesk.postman_collection.json",
              postmanFile(postmanCollection(facts, form)),
              "application/json",
            )
          }
        >
          Collection
        </Button>
        <Button
          size="sm"
          icon={<Download aria-hidden="true" />}
          onClick={() => {
            downloadText(
              `${stem}.postman_environment.json`,
              postmanFile(postmanEnvironment(facts, form)),
              "application/json",
            );
            if (secret !== undefined) onStored?.();
          }}
        >
          {secret === undefined ? "Environment, to paste the token into" : "Environment with this token"}
        </Button>
      </div>
    </div>
  );
}
