import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@/services/testing/free-port";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A Prometheus of its own for a test: it scrapes an API twice a second, with our alerts. */
export type TestPrometheus = {
  /** What an expression gives now: its series and their values. Throws what Prometheus says of an expression it refuses. */
  query(expression: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]>;
  stop(): Promise<void>;
};

/** Starts Debian's prometheus on a free port; it has scraped once when this resolves. */
export async function startPrometheus(apiUrl: string): Promise<TestPrometheus> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), "keydesk-prometheus-"));
  const config = {
    global: { scrape_interval: "500ms", scrape_timeout: "500ms", evaluation_interval: "500ms" },
    rule_files: [path.join(root, "docs/prometheus/alerts.yml")],
    scrape_configs: [{ job_name: "keydesk", static_configs: [{ targets: [new URL(apiUrl).host] }] }],
  };
  // JSON is YAML.
  writeFileSync(path.join(folder, "prometheus.yml"), JSON.stringify(config));
  const child = spawn(
    "prometheus",
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: "ignore" },
  );
  // Also where a test fails before it could stop it.
  process.once("exit", () => child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(child, url))) await new Promise((resolve) => setTimeout(resolve, 50));
  const query: TestPrometheus["query"] = async (expression) => {
    const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
    const body = (await answer.json()) as { status: string; error?: string; data: { result: never[] } };
    if (body.status !== "success") throw new Error(`${body.error}: ${expression}`);
    return body.data.result;
  };
  // Prometheus looks for its targets some seconds after it has started.
  while ((await query("up == 1")).length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    query,
    async stop() {
      child.kill("SIGKILL");
      await once(child, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`);
  return fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
