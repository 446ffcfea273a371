import { randomBytes } from "node:crypto";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "@/prisma/migrate";
import { startThrowawayServer } from "@/scripts/postgres/throwaway";

type TestServer = { adminUrl: string; template: string; stop(): Promise<void> };
// Each project loads this file for itself; they share the server, and the last one stops it.
const run = globalThis as { keydeskTestServer?: { server: Promise<TestServer>; users: number } };

/**
 * Runs once before the integration tests: a throw-away PostgreSQL (or the server that KEYDESK_TEST_DATABASE_URL
 * names, whose user must be allowed to make databases) with a migrated template database.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  run.keydeskTestServer ??= { server: startServer(), users: 0 };
  const shared = run.keydeskTestServer;
  shared.users += 1;
  const { adminUrl, template, stop } = await shared.server;
  project.provide("testServer", { adminUrl, template });
  project.provide("revocationTrials", Number(process.env.KEYDESK_TEST_REVOCATIONS ?? 10_000));
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) await stop();
  };
}

async function startServer(): Promise<TestServer> {
  const given = process.env.KEYDESK_TEST_DATABASE_URL;
  const server = given ? { adminUrl: given, stop: async () => undefined } : await startThrowawayServer();
  const template = `keydesk_template_${randomBytes(6).toString("hex")}`;
  try {
    await administer(server.adminUrl, `CREATE DATABASE "${template}"`);
    const url = new URL(server.adminUrl);
    url.pathname = `/${template}`;
    await applyMigrations(url.toString());
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    adminUrl: server.adminUrl,
    template,
    async stop() {
      await administer(server.adminUrl, `DROP DATABASE "${template}" WITH (FORCE)`);
      await server.stop();
    },
  };
}

async function administer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
