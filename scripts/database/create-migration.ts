import { createMigrationSql, writeMigration } from "@/prisma/create-migration";
import { startThrowawayServer } from "@/scripts/postgres/throwaway";

const name = process.argv[2] ?? "";
if (!/^[a-z]+(_[a-z0-9]+)+$/.test(name)) {
  console.error("Name the migration by a verb and an object, as in: npm run db:diff -- add_token_notes");
  process.exit(2);
}

const server = await startThrowawayServer();
try {
  const sql = await createMigrationSql(server.adminUrl);
  if (sql === "") {
    console.log("schema.prisma says nothing that the migrations do not make.");
  } else {
    const prose = "-- Purpose: \n-- Rows touched: \n-- Locks: \n-- Old nodes: \n\n";
    console.log(`Wrote ${writeMigration(name, prose + sql, new Date())}.`);
    console.log(
      "Say in its first lines what it is for, which rows it touches, what it locks, and what becomes of old nodes (docs/upgrades.md).",
    );
  }
} finally {
  await server.stop();
}
