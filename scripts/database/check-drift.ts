import pg from "pg";
import { rememberSchema } from "@/prisma/create-migration";
import { findDrift, isMigratedSchemaCurrent } from "@/prisma/drift";
import { startThrowawayServer } from "@/scripts/postgres/throwaway";

const server = await startThrowawayServer();
try {
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  for (const name of ["migrated", "from_schema"]) await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const differences = await findDrift(urlOf("migrated"), urlOf("from_schema"));
  for (const difference of differences) console.error(`  ${difference}`);
  if (differences.length > 0) {
    process.exitCode = 1;
  } else {
    console.log("No drift: the migrations make what schema.prisma says.");
    // Just proven equal: a migration that was edited by hand may have left the kept schema behind.
    if (!(await isMigratedSchemaCurrent(server.adminUrl))) {
      rememberSchema();
      console.log("Brought prisma/migrations/schema.prisma up to date: commit it.");
    }
  }
} finally {
  await server.stop();
}

function urlOf(database: string): string {
  const url = new URL(server.adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
