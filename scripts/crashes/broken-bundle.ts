import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundleOptions } from "@/scripts/bootstrap/bundles.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where the audit row of a broken API is written: beside the action's transaction before it commits, or a moment after all of it. */
export type AuditMistake = "beside" | "later";

/** Bundles an API with a mistake that only shows when everything dies at the wrong moment. Returns its file, and how to remove it. */
export async function bundleWithMistake(mistake: AuditMistake): Promise<{ file: string; remove(): void }> {
  const { build } = await import("esbuild");
  const name = `api-with-audit-${mistake}-${process.pid}`;
  const record = path.join(root, "services/audit/record.ts");
  await build({
    ...bundleOptions(root, { [name]: "api/server.ts" }),
    sourcemap: false,
    plugins: [
      {
        name: "mistake",
        setup(builder) {
          builder.onLoad({ filter: /services\/audit\/record\.ts$/ }, () => ({
            contents: breakRecord(readFileSync(record, "utf8"), mistake),
            loader: "ts",
          }));
        },
      },
    ],
  });
  const file = path.join(root, "dist", `${name}.mjs`);
  return { file, remove: () => rmSync(file, { force: true }) };
}

function breakRecord(source: string, mistake: AuditMistake): string {
  const write = mistake === "beside" ? "await own()." : "later(() => own().";
  const close = mistake === "beside" ? "" : ")";
  const broken = source
    .replace(/await tx\.(auditEvent\.create\(.*\));/, `${write}$1${close};`)
    .replace(/await tx\.(\$executeRaw`[^`]*`);/, `${write}$1${close};`);
  if (broken.includes("await tx.")) throw new Error("services/audit/record.ts reads otherwise than expected");
  return `import { createDatabase } from "@/prisma/client-factory";
    let opened: ReturnType<typeof createDatabase> | undefined;
    const own = () => (opened ??= createDatabase(process.env.DATABASE_URL ?? "", 5));
    const later = (write: () => PromiseLike<unknown>) =>
      void setTimeout(() => void Promise.resolve(write()).catch(() => undefined), 150);
    ${broken}`;
}
