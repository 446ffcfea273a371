import type { VerifierEnd } from "@/components/audit/verify/run-verifier";
import { Callout } from "@/components/ui/callout";
import type { Verdict } from "@/domain/audit/verify/report";
import { describeFile, describeVerdict } from "@/domain/audit/verify/words";

const tones = { good: "ok", bad: "bad", unchecked: "warn" } as const satisfies Record<Verdict, string>;

/** What the verifier found, in the words of the command line. */
export function VerifyResult({ end }: { end: VerifierEnd }) {
  if (end.kind === "failed")
    return (
      <Callout tone="warn" title="Could not be checked">
        {end.message}
      </Callout>
    );
  const { report } = end;
  return (
    <Callout tone={tones[report.verdict]} title={describeVerdict(report)}>
      <ul className="mt-1 grid gap-2">
        {report.files.map((file) => (
          <li key={file.file} className="grid gap-1 [overflow-wrap:anywhere]">
            <span className="font-medium">{file.file}</span>
            {describeFile(file).map((line) => (
              <span key={line}>{line}</span>
            ))}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
