import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { isAddressRange } from "@/domain/verification/address";

const port = (fallback: number) =>
  z.coerce
    .number("must be a whole number")
    .int("must be a whole number")
    .min(1, "must be 1–65535")
    .max(65_535, "must be 1–65535")
    .default(fallback);
// Compared with what browsers send, and asked for "https:" at its beginning: in the one form that they write too.
const publicAddress = z
  .url({ protocol: /^https?$/, error: "must be an http(s) address such as https://desk.example.com" })
  .refine(hasNoPassword, "must hold no name and password")
  .refine((value) => !/[?#]/.test(value), "must have no query and no fragment")
  .transform((value) => new URL(value).href.replace(/\/+$/, ""));

const addressRanges = z
  .string()
  .transform((value) => value.split(",").map((entry) => entry.trim()))
  .refine(
    (entries) => entries.every(isAddressRange),
    "must be addresses or ranges with commas between them, such as 10.0.0.0/8,::1",
  );

// What is no address at all is refused for that.
function hasNoPassword(value: string): boolean {
  if (!URL.canParse(value)) return true;
  const { username, password } = new URL(value);
  return username === "" && password === "";
}

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must be a redis:// address" }).optional(),
  KEYDESK_DATA_DIR: z.string().min(1).default("./data"),
  KEYDESK_MASTER_KEY: z
    .string()
    .refine(
      (v) => Buffer.from(v, "base64").length === 32,
      "must be 32 bytes in base64 (openssl rand -base64 32)",
    )
    .optional(),
  KEYDESK_URL: publicAddress
    .refine(
      (value) => new URL(value).pathname === "/",
      "must have no path: links lead to the root of its host",
    )
    .optional(),
  KEYDESK_API_URL: publicAddress.optional(),
  // RFC 8414 §2.
  KEYDESK_ISSUER: publicAddress.optional(),
  KEYDESK_TOKEN_TAG: z
    .string()
    .regex(/^[a-z0-9]{0,12}$/, "must be at most 12 of a–z and 0–9")
    .default(""),
  KEYDESK_JWT_AUDIENCE: z.string().max(200, "may have at most 200 characters").optional(),
  KEYDESK_JWT_ISSUER: z.string().max(200, "may have at most 200 characters").optional(),
  KEYDESK_METRICS_TOKEN: z
    .string()
    .regex(
      /^[A-Za-z0-9._~+/=-]{16,200}$/,
      "must be 16 to 200 of A–Z a–z 0–9 . _ ~ + / = - (openssl rand -hex 32)",
    )
    .optional(),
  KEYDESK_CHECKPOINT_FILE: z.string().optional(),
  KEYDESK_CHECKPOINT_WEBHOOK: z
    .url({
      protocol: /^https?$/,
      error: "must be an http(s) address such as https://keeper.example.com/keydesk",
    })
    .refine(hasNoPassword, "must hold no name and password")
    .optional(),
  KEYDESK_CHECKPOINT_WEBHOOK_SECRET: z
    .string()
    .min(16, "must have at least 16 characters (openssl rand -hex 32)")
    .optional(),
  KEYDESK_CHECKPOINT_STDOUT: z.enum(["jsonl", "syslog"], "must be jsonl or syslog").optional(),
  KEYDESK_ADMIN_EMAIL: z.email("must be an e-mail address").optional(),
  KEYDESK_ADMIN_PASSWORD: z.string().optional(),
  KEYDESK_TRUSTED_PROXIES: addressRanges.default(["127.0.0.0/8", "::1"]),
  HOST: z.string().default("0.0.0.0"),
  PORT: port(3000),
  API_PORT: port(3001),
  API_HOST: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  // Set by npm, which starts all of Keydesk's processes.
  npm_package_version: z.string().default("unknown"),
});

export type Config = {
  readonly environment: "development" | "production" | "test";
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly dataDir: string;
  readonly masterKey: string | null;
  /** Public address of the desk, without a slash at the end. */
  readonly deskUrl: string;
  /** Public base URL of the HTTP API, as shown on pages. */
  readonly apiUrl: string;
  /** Where programs elsewhere reach the API's endpoints: its own address when one is set, else the desk's, which passes them on. */
  readonly endpointsUrl: string;
  /** Who OAuth metadata and introspection say we are (RFC 8414 §2). */
  readonly issuer: string;
  readonly tokenTag: string;
  /** What JWTs of API keys must say in `aud` and `iss`; null where nothing is asked of them. */
  readonly jwtPolicy: { readonly audience: string | null; readonly issuer: string | null };
  /** Who may read the metrics; null: whoever asks from the API's own machine. */
  readonly metricsToken: string | null;
  /** Where signed checkpoints of the audit logs are brought to. */
  readonly checkpoints: {
    readonly file: string | null;
    readonly webhook: { readonly url: string; readonly secret: string } | null;
    readonly stdout: "jsonl" | "syslog" | null;
  };
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  /** Reverse proxies whose X-Forwarded-For is believed: addresses and CIDR ranges. */
  readonly trustedProxies: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly apiPort: number;
  /** Where the desk finds the API's process, at `apiPort`. */
  readonly apiHost: string;
  readonly logLevel: string;
  readonly version: string;
};

/** Where this machine reaches its own server that listens on `host`. */
export function reachableHost(host: string): string {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}

// What people open on this machine: "localhost" where that leads to the server.
function shownHost(host: string): string {
  if (["0.0.0.0", "::", "127.0.0.1", "::1"].includes(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/** Whose X-Forwarded-For the API believes: the given proxies, and this machine, from where the desk passes requests on. */
export function apiTrustedProxies(config: Pick<Config, "host" | "trustedProxies">): readonly string[] {
  const own = reachableHost(config.host);
  return isIP(own) === 0 ? config.trustedProxies : [...config.trustedProxies, own];
}

/** Parses an environment. Throws one `ConfigError` that names every bad variable; values are never repeated (they may be secrets). */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new ConfigError(`The environment is not valid:\n  ${lines.join("\n  ")}`);
  }
  const e = parsed.data;
  const deskUrl = e.KEYDESK_URL ?? `http://${shownHost(e.HOST)}:${e.PORT}`;
  const issuer = e.KEYDESK_ISSUER ?? deskUrl;
  if (issuer.startsWith("http:") && deskUrl.startsWith("https:")) {
    throw new ConfigError(
      "The environment is not valid:\n  KEYDESK_ISSUER: must be https, as KEYDESK_URL is (RFC 8414 §2)",
    );
  }
  const { KEYDESK_CHECKPOINT_WEBHOOK: webhookUrl, KEYDESK_CHECKPOINT_WEBHOOK_SECRET: webhookSecret } = e;
  if ((webhookUrl === undefined) !== (webhookSecret === undefined)) {
    throw new ConfigError(
      "The environment is not valid:\n  KEYDESK_CHECKPOINT_WEBHOOK: needs KEYDESK_CHECKPOINT_WEBHOOK_SECRET beside it, and is needed by it",
    );
  }
  return {
    environment: e.NODE_ENV,
    databaseUrl: e.DATABASE_URL,
    redisUrl: e.REDIS_URL ?? null,
    dataDir: resolve(e.KEYDESK_DATA_DIR),
    masterKey: e.KEYDESK_MASTER_KEY ?? null,
    deskUrl,
    apiUrl: e.KEYDESK_API_URL ?? `http://${shownHost(e.HOST)}:${e.API_PORT}`,
    endpointsUrl: e.KEYDESK_API_URL ?? deskUrl,
    issuer,
    tokenTag: e.KEYDESK_TOKEN_TAG,
    jwtPolicy: { audience: e.KEYDESK_JWT_AUDIENCE ?? null, issuer: e.KEYDESK_JWT_ISSUER ?? null },
    metricsToken: e.KEYDESK_METRICS_TOKEN ?? null,
    checkpoints: {
      file: e.KEYDESK_CHECKPOINT_FILE === undefined ? null : resolve(e.KEYDESK_CHECKPOINT_FILE),
      webhook: webhookUrl && webhookSecret ? { url: webhookUrl, secret: webhookSecret } : null,
      stdout: e.KEYDESK_CHECKPOINT_STDOUT ?? null,
    },
    adminEmail: e.KEYDESK_ADMIN_EMAIL ?? null,
    adminPassword: e.KEYDESK_ADMIN_PASSWORD ?? null,
    trustedProxies: e.KEYDESK_TRUSTED_PROXIES,
    host: e.HOST,
    port: e.PORT,
    apiPort: e.API_PORT,
    apiHost: e.API_HOST ?? reachableHost(e.HOST),
    logLevel: e.LOG_LEVEL,
    version: e.npm_package_version,
  };
}

/** The environment is not usable; the message says which variables and why. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

let config: Config | undefined;

/** This process's configuration, read from its environment once. */
export function getConfig(): Config {
  config ??= parseConfig(process.env);
  return config;
}
