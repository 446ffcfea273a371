import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { curlSample } from "@/domain/tokens/samples";
import { tokenFromEnvironment } from "@/domain/tokens/token-variable";

/** The first time: what a token is, how to make one, and how it will be used. */
export function NoTokensYet({ baseUrl, generateButton }: { baseUrl: string; generateButton: ReactNode }) {
  return (
    <EmptyState icon={<KeyRound />} title="No tokens yet" actions={generateButton}>
      <p>
        A token lets a program call the API in the name of a template user, with that user’s permissions. You
        see its secret once, when you generate it.
      </p>
      <CodeBlock
        label="How a token is used"
        className="mt-4 text-left"
        code={curlSample({ baseUrl, scheme: "Impersonation", secret: tokenFromEnvironment })}
        accents={["Impersonation"]}
      />
    </EmptyState>
  );
}
