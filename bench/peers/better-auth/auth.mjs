import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import pg from "pg";

// As its documentation sets it up: PostgreSQL through a pool, hashed keys, and its own rate limit of ten calls a day for
// each key, unless RATE_LIMIT is "off".
const url = process.env.DATABASE_URL;
if (url === undefined) throw new Error("DATABASE_URL is not set.");

export const options = {
  baseURL: "http://127.0.0.1",
  secret: process.env.BETTER_AUTH_SECRET,
  database: new pg.Pool({ connectionString: url }),
  telemetry: { enabled: false },
  plugins: [apiKey(process.env.RATE_LIMIT === "off" ? { rateLimit: { enabled: false } } : {})],
};

export const auth = betterAuth(options);
