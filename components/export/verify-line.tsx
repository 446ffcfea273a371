import { CodeBlock } from "@/components/ui/code-block";
import type { ExportView } from "@/domain/export/export-views";

/** How a file is verified, anywhere and by anybody. */
export function VerifyLine({ view: { what, file, sha256, hasSkipFile } }: { view: ExportView }) {
  if (what !== "audit")
    return (
      <div className="grid min-w-0 gap-1.5">
        <p className="text-muted text-sm">
          To verify: this prints the SHA-256 that the manifest and the audit trail have.
        </p>
        <CodeBlock
          label="How to verify the file"
          code={`sha256sum ${file}\n# ${sha256}`}
          copyLabel="Copy command"
        />
      </div>
    );
  const files = [file, `${file}.manifest.json`, ...(hasSkipFile ? [`${file}.skips.jsonl`] : [])];
  return (
    <div className="grid min-w-0 gap-1.5">
      <p className="text-muted text-sm">
        To verify, without us and without a network. The key is at <code>/.well-known/keydesk-log.pub</code>:
        get it once and keep it elsewhere.
      </p>
      <CodeBlock
        label="How to verify the file"
        code={`npm run cli -- audit verify ${files.join(" ")} --key keydesk-log.pub`}
        copyLabel="Copy command"
      />
    </div>
  );
}
