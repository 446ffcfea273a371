import { ApiDocsLink } from "@/components/docs/docs-frame";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";

/** All codes under their HTTP statuses. */
export function ErrorIndex({ statusTexts }: { statusTexts: Readonly<Record<number, string>> }) {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  const statuses = [...new Set(codes.map((code) => errorCodes[code].status))].sort((a, b) => a - b);
  return (
    <>
      <PageHeader
        title="Error codes"
        meta={
          <span>
            Every refusal of Keydesk is one of these. Programs look at <code className="font-mono">code</code>
            , which stays the same between versions. The calls are in the{" "}
            <ApiDocsLink>API documentation</ApiDocsLink>.
          </span>
        }
      />
      {statuses.map((status) => (
        <Section key={status} title={`${status} ${statusTexts[status] ?? ""}`}>
          <ul className="grid border-t">
            {codes
              .filter((code) => errorCodes[code].status === status)
              .map((code) => (
                <li
                  key={code}
                  className="grid gap-x-4 border-b py-2 sm:grid-cols-[minmax(14rem,2fr)_3fr] sm:items-baseline"
                >
                  <TextLink href={`/docs/errors/${code}`} className="wrap-anywhere w-fit font-mono text-sm">
                    {code}
                  </TextLink>
                  <span>{errorCodes[code].title}</span>
                </li>
              ))}
          </ul>
        </Section>
      ))}
    </>
  );
}
