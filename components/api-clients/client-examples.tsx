import { CodeBlock } from "@/components/ui/code-block";
import { clientIdVariable, clientSamples, clientSecretVariable } from "@/domain/access/account-samples";

/** How a client obtains a token, for a page that knows no secret. */
export function ClientExamples({ baseUrl }: { baseUrl: string }) {
  const [curl] = clientSamples({
    baseUrl,
    clientId: `$${clientIdVariable}`,
    secret: `$${clientSecretVariable}`,
  });
  return (
    <div className="mt-5 grid gap-2">
      <h3 className="font-medium">How a client obtains a token</h3>
      <p className="max-w-[72ch] text-muted">
        The answer has the token in <code className="font-mono text-sm">access_token</code>. It is used as any
        account token, and a call about one organization names it with{" "}
        <code className="font-mono text-sm">_oid</code>.
      </p>
      <CodeBlock label="Obtain a token" code={curl?.code ?? ""} />
    </div>
  );
}
