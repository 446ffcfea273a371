// Makes Better Auth's tables, by its own migrations, and one key, by its own API, whose row the seeded ones are copied from.
import { getMigrations } from "better-auth/db/migration";
import { auth, options } from "./auth.mjs";

const { runMigrations } = await getMigrations(options);
await runMigrations();
const { internalAdapter } = await auth.$context;
const user = await internalAdapter.createUser({
  email: "bench@example.com",
  name: "Bench",
  emailVerified: true,
});
const made = await auth.api.createApiKey({ body: { userId: user.id, name: "Bench" } });
console.log(JSON.stringify({ key: made.key, id: made.id, columns: Object.keys(made) }));
await options.database.end();
