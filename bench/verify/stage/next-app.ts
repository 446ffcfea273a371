import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Ground } from "@/bench/verify/stage/ground";
import { type Program, startProgram } from "@/bench/verify/stage/program";
import { hashContents, unlessStamped } from "@/scripts/bootstrap/content-hash.mjs";

const inputs = [
  "bench/peers/next/app",
  "bench/peers/next/next.config.mjs",
  "bench/peers/next/jsconfig.json",
  "prisma/schema.prisma",
  "prisma/client-factory.ts",
  "services/keys",
  "package-lock.json",
];

/** A Next.js route handler with Prisma's findUnique, built for production, on the tables that Keydesk asks. */
export async function startNextApp(root: string, folder: string, ground: Ground): Promise<Program> {
  const app = path.join(root, "bench/peers/next");
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const env = { NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  await unlessStamped(path.join(app, ".next/bench-stamp"), hashContents(root, inputs), async () => {
    console.log("Building the Next.js application …");
    execFileSync(process.execPath, [next, "build"], {
      cwd: app,
      stdio: "pipe",
      env: { ...process.env, ...env },
    });
  });
  return startProgram((port) => ({
    name: "Next.js, Prisma findUnique",
    command: process.execPath,
    args: [next, "start", app, "--port", String(port), "--hostname", "127.0.0.1"],
    env: { ...env, DATABASE_URL: ground.databaseUrl, KEYDESK_MASTER_KEY: ground.masterKey },
    logFile: path.join(folder, "next.log"),
    readyPath: "/verify",
  }));
}
