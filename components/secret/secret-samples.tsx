"use client";

import { Download } from "lucide-react";
import { downloadText, fileStem } from "@/components/secret/download-text";
import { PostmanFiles } from "@/components/secret/postman-files";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Tabs } from "@/components/ui/tabs";
import { sampleCall } from "@/domain/tokens/sample-call";
import { type Sample, type SampleFacts, tokenSamples } from "@/domain/tokens/samples";

/** The token ready to use. `samples` replaces the usual ones, for tokens that do not call the API. */
export function SecretSamples({
  facts,
  name,
  shown,
  samples,
  onStored,
}: {
  facts: SampleFacts;
  name: string;
  /** The secret is shown; else it is masked here too, while Copy takes the real code. */
  shown: boolean;
  samples?: readonly Sample[];
  onStored: (how: "copied" | "downloaded") => void;
}) {
  const tabs = (samples ?? tokenSamples(facts)).map((sample) => ({
    value: sample.id,
    label: sample.label,
    content: (
      <div className="grid gap-2 pt-3">
        <CodeBlock
          label={`${sample.label} sample`}
          code={sample.code}
          secret={facts.secret}
          revealed={shown}
          accents={[facts.baseUrl + sampleCall(facts.type).path, facts.scheme]}
          onCopied={() => onStored("copied")}
        />
        {sample.id === "env" ? (
          <Button
            size="sm"
            className="w-fit"
            icon={<Download aria-hidden="true" />}
            onClick={() => {
              downloadText(`${fileStem(name)}.env`, sample.code);
              onStored("downloaded");
            }}
          >
            Download .env
          </Button>
        ) : null}
      </div>
    ),
  }));
  if (samples === undefined) {
    tabs.push({
      value: "postman",
      label: "Postman",
      content: <PostmanFiles facts={facts} name={name} onStored={() => onStored("downloaded")} />,
    });
  }
  return <Tabs label="Ready to use" tabs={tabs} />;
}
