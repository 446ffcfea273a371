import { randomBytes } from "node:crypto";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "@/prisma/migrate";
import { startThrowawayServer } from "@/scripts/postgres/throwaway";

/**
 * Runs once before the integration tests: a throw-away PostgreSQL (or the server that KEYDESK_TEST_DATABASE_URL
 * names, whose user must be allowed to make databases) with a migrated template database.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.KEYDESK_TEST_DATABASE_URL;
  const server = given ? { adminUrl: given, stop: async () => undefined } : await startThrowawayServer();
  const template = `keydesk_template_${randomBytes(6).toString("hex")}`;
  try {
    await administer(server.adminUrl, `CREATE DATABASE "${template}"`);
    const url = new URL(server.adminUrl);
    url.pathname = `/${template}`;
    await applyMigrations(url.toString());
    project.provide("testServer", { adminUrl: server.adminUrl, template });
    project.provide("revocationTrials", Number(process.env.KEYDESK_TEST_REVOCATIONS ?? 10_000));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return async () => {
    await administer(server.adminUrl, `DROP DATABASE "${template}" WITH (FORCE)`);
    await server.stop();
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
