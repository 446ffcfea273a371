import type { PreparedData } from "@/scripts/start/prepare-data";
import type { Part } from "@/scripts/start/settings";
import type { Config } from "@/services/config";

/** The few lines that a person needs once everything runs. */
export function summarize(
  config: Config,
  data: PreparedData,
  facts: { seconds: string; only: Part; database: string; logs: string | null },
): string {
  const { administrator, signIns } = data;
  const lines: [string, string][] = [];
  if (facts.only !== "api") lines.push(["Desk", config.deskUrl]);
  if (facts.only !== "desk") lines.push(["API", config.apiUrl]);
  if (administrator.kind === "link") {
    lines.push(["Set up", `${administrator.url}  (works once: it makes the first administrator)`]);
  }
  if (administrator.kind === "created") {
    lines.push(["Sign in", `${administrator.email}, with the password of KEYDESK_ADMIN_PASSWORD`]);
  }
  for (const { email, password, who } of signIns) lines.push(["Sign in", `${email}  ${password}  (${who})`]);
  lines.push(["Data", config.dataDir], ["Database", facts.database]);
  if (facts.logs) lines.push(["Logs", facts.logs]);
  lines.push(["Stop", "Ctrl-C"]);
  const rows = lines.map(([name, value]) => `  ${name.padEnd(10)}${value}`);
  return `\nKeydesk is ready (${facts.seconds} s).\n\n${rows.join("\n")}\n`;
}
