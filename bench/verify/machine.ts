import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import path from "node:path";
import type { BenchServer } from "@/bench/verify/stage/server";
import { findProgram } from "@/scripts/test/find-programs";

/** Where and with what something was measured, and of which commit: one sentence. */
export function describeRun(root: string, server: BenchServer): string {
  const changed = ask("git", ["status", "--porcelain", "--", "api", "services", "domain", "prisma"], root);
  const commit = ask("git", ["rev-parse", "--short", "HEAD"], root) ?? "unknown";
  const versions = [
    `Linux ${release()}`,
    `Node ${process.version}`,
    `PostgreSQL ${server.version} (${server.durability})`,
    `wrk ${/wrk \S*?([\d.]+)/.exec(ask("wrk", ["-v"], root) ?? "")?.[1] ?? "?"}`,
    `nginx ${/nginx\/([\d.]+)/.exec(ask(findProgram("nginx") ?? "nginx", ["-v"], root) ?? "")?.[1] ?? "?"}`,
    `Next.js ${versionOf(root, "next")}`,
    `Prisma ${versionOf(root, "@prisma/client")}`,
    `Better Auth ${dependencyOf(path.join(root, "bench/peers/better-auth"), "@better-auth/api-key")}`,
  ];
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GB; generator, servers and database share it (load before: ${loadavg()[0]!.toFixed(2)})`;
  return `${new Date().toISOString().slice(0, 16)}Z, commit ${commit}${changed ? " with changes not committed" : ""}. ${machine}. ${versions.join(", ")}.`;
}

function ask(command: string, args: readonly string[], cwd: string): string | null {
  try {
    // wrk and nginx say their version as an error.
    return execFileSync("sh", ["-c", '"$@" 2>&1 || true', "sh", command, ...args], {
      cwd,
      encoding: "utf8",
    }).trim();
  } catch {
    return null;
  }
}

function versionOf(root: string, name: string): string {
  const file = path.join(root, "node_modules", name, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function dependencyOf(folder: string, name: string): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  return dependencies[name] ?? "?";
}
