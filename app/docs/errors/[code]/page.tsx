import { STATUS_CODES } from "node:http";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ErrorCodePage } from "@/components/docs/error-code-page";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { buildProblem } from "@/domain/errors/problem";
import { clientError, type RefusalVerdict, verdicts } from "@/domain/verification/verdicts";
import { getProcess } from "@/services/kernel/process";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).code };
}

/** The page that the `type` of every refusal leads to. Public: who programs against Keydesk need not sign in. */
export default async function ErrorPage({ params }: Props) {
  const code = findCode((await params).code);
  if (code === null) notFound();
  const { status } = errorCodes[code];
  const statusText = STATUS_CODES[status] ?? "";
  // Where only gateways are told the code, the body is what their clients see, and a header has the code.
  const told = isVerdict(code) && clientError(code) === "invalid_token" ? "invalid_token" : code;
  const problem = buildProblem(getProcess().config.deskUrl, told, "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f", {
    ...(code === "invalid_input" ? { fields: { name: "The name is needed." } } : {}),
  });
  const example = [
    `HTTP/1.1 ${status} ${statusText}`,
    "Content-Type: application/problem+json; charset=utf-8",
    ...(told === code ? [] : [`X-Keydesk-Verdict: ${code}`]),
    "",
    JSON.stringify(problem, null, 2),
  ].join("\n");
  return (
    <ErrorCodePage
      code={code}
      statusText={statusText}
      clientCode={told === code ? null : told}
      example={example}
    />
  );
}

function findCode(text: string): ErrorCode | null {
  return Object.hasOwn(errorCodes, text) ? (text as ErrorCode) : null;
}

function isVerdict(code: string): code is RefusalVerdict {
  return code !== "valid" && verdicts.some((verdict) => verdict === code);
}
