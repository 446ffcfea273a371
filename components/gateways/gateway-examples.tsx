import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { gatewaySamples, gatewayVariable } from "@/domain/verification/gateway-samples";

/** How a gateway asks, for a page that does not know its secret. */
export function GatewayExamples({ baseUrl }: { baseUrl: string }) {
  return (
    <Section
      title="How a gateway asks"
      description={
        <>
          With the gateway’s token in <code className="font-mono">{gatewayVariable}</code> and the token in
          question in <code className="font-mono">API_TOKEN</code> these run as they stand. Verify answers 200
          with the verdict; forward auth answers with the status that the gateway passes on.
        </>
      }
    >
      <Tabs
        label="Examples"
        tabs={gatewaySamples({ baseUrl, secret: `$${gatewayVariable}` }).map((sample) => ({
          value: sample.id,
          label: sample.label,
          content: (
            <div className="pt-3">
              <CodeBlock label={`${sample.label} example`} code={sample.code} />
            </div>
          ),
        }))}
      />
    </Section>
  );
}
