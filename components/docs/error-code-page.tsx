import { ApiDocsLink } from "@/components/docs/docs-frame";
import { MarkedText } from "@/components/docs/marked-text";
import { CodeBlock } from "@/components/ui/code-block";
import { Facts } from "@/components/ui/facts";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { errorMeanings } from "@/domain/errors/meanings";

/** What one code means, how to mend it, and what an answer with it looks like. */
export function ErrorCodePage({
  code,
  statusText,
  clientCode,
  example,
}: {
  code: ErrorCode;
  /** "Not Found". */
  statusText: string;
  /** What the client of a token is told where a gateway is told this code; null where both are told the same. */
  clientCode: ErrorCode | null;
  /** An answer with this code: status line, headers and body. */
  example: string;
}) {
  const { status, title, mend } = errorCodes[code];
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Error codes", href: "/docs/errors" }]}
        title={title}
        meta={<code className="font-mono">{code}</code>}
      />
      <Facts
        items={[
          { label: "HTTP status", value: `${status} ${statusText}` },
          {
            label: "What it means",
            value: <MarkedText text={errorMeanings[code]} />,
          },
          { label: "How to mend it", value: <MarkedText text={mend} /> },
          ...(clientCode
            ? [
                {
                  label: "Who is told",
                  value: (
                    <>
                      Gateways and the audit trail. The client itself is told{" "}
                      <TextLink href={`/docs/errors/${clientCode}`}>{clientCode}</TextLink>.
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Section
        title="Example"
        description={
          clientCode
            ? "As the answer to a gateway's forward authentication: the header is the gateway's, the body its client's."
            : "detail says what was wrong with this very request; the request id finds it in the log."
        }
      >
        <CodeBlock label={`An answer with ${code}`} code={example} copyLabel="Copy the example" />
      </Section>
      <p className="text-muted">
        OAuth endpoints answer as RFC 6749 says, without a type. Which calls refuse with which codes stands in
        the <ApiDocsLink>API documentation</ApiDocsLink>.
      </p>
    </>
  );
}
