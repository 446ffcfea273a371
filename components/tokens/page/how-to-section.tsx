"use client";

import { PostmanFiles } from "@/components/secret/postman-files";
import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { displayToken } from "@/domain/tokens/display";
import { tokenSamples, whoamiPath } from "@/domain/tokens/samples";
import type { TokenSummary } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** How to use the token, with a placeholder where the secret goes: this page never knows it. */
export function HowToSection({ token, baseUrl }: { token: TokenSummary; baseUrl: string }) {
  const { scheme, rotatableBy } = typeRule(token.type);
  const remedy =
    rotatableBy === "nobody" ? "its owner revokes the token and makes another" : "rotate the token";
  const samples = tokenSamples({ baseUrl, scheme, secret: displayToken(token.prefix, token.last4) });
  return (
    <Section
      title="How to use it"
      description={`Put the secret you stored in place of the masked one. If it is lost, ${remedy}.`}
    >
      <Tabs
        label="How to use it"
        tabs={[
          ...samples.map((sample) => ({
            value: sample.id,
            label: sample.label,
            content: (
              <CodeBlock
                className="mt-3"
                label={`${sample.label} sample`}
                code={sample.code}
                accents={[baseUrl + whoamiPath, scheme]}
              />
            ),
          })),
          {
            value: "postman",
            label: "Postman",
            content: <PostmanFiles facts={{ baseUrl, scheme }} name={token.name} />,
          },
        ]}
      />
    </Section>
  );
}
