"use client";

import { PostmanFiles } from "@/components/secret/postman-files";
import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { sampleCall } from "@/domain/tokens/sample-call";
import { tokenSamples } from "@/domain/tokens/samples";
import { tokenFromEnvironment, tokenVariable } from "@/domain/tokens/token-variable";
import type { TokenSummary } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** How to use the token, which comes from the environment: this page never knows it. */
export function HowToSection({ token, baseUrl }: { token: TokenSummary; baseUrl: string }) {
  const { type } = token;
  const { scheme, rotatableBy } = typeRule(type);
  const remedy =
    rotatableBy === "nobody" ? "its owner revokes the token and makes another" : "rotate the token";
  const samples = tokenSamples({ baseUrl, scheme, type, secret: tokenFromEnvironment });
  return (
    <Section
      title="How to use it"
      description={
        <>
          With the secret you stored in <code className="font-mono">{tokenVariable}</code> these run as they
          stand. If it is lost, {remedy}.
        </>
      }
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
                accents={[baseUrl + sampleCall(type).path, scheme]}
              />
            ),
          })),
          {
            value: "postman",
            label: "Postman",
            content: <PostmanFiles facts={{ baseUrl, scheme, type }} name={token.name} />,
          },
        ]}
      />
    </Section>
  );
}
