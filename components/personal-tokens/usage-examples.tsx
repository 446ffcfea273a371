import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { personalSamples } from "@/domain/tokens/personal-samples";

/** How a token is used. The value comes from the environment, never from the source (Zerops: "best practices"). */
export function UsageExamples({ baseUrl }: { baseUrl: string }) {
  return (
    <Section
      title="How to use a token"
      description={
        <>
          Keep the value in the environment variable <code className="font-mono">API_TOKEN</code>, not in your
          source; then these run as they stand.
        </>
      }
    >
      <Tabs
        label="Examples"
        tabs={personalSamples(baseUrl).map((sample) => ({
          value: sample.id,
          label: sample.label,
          content: (
            <div className="pt-3">
              <CodeBlock label={`${sample.label} example`} code={sample.code} accents={["Bearer"]} />
            </div>
          ),
        }))}
      />
      <Callout>
        A missing, invalid or revoked token is answered <code className="font-mono">401</code>, a valid one
        without the permission <code className="font-mono">403</code>; both name the error. Make a token for
        each application, and revoke one at once when its value may have leaked.
      </Callout>
    </Section>
  );
}
