import pg from "pg";
import { StartError, systemCode } from "@/scripts/bootstrap/start-error.mjs";
import { findPooling, type Pooling } from "@/scripts/start/check-pooler";

const versionMin = 15;
const pooled =
  "Let DATABASE_URL lead to PostgreSQL itself: Keydesk pools its connections, and needs what it set on one to stay there.";

type ServerFacts = {
  version: string;
  encoding: string;
  schema: string | null;
  may_create: boolean;
  /** Whose Keydesk's tables are, where this user may not read them. */
  closed_to: string | null;
  standby: boolean;
};

const poolingWords: Record<Pooling, string> = {
  by_transactions: "pools by transactions",
  one_at_a_time: "keeps a second connection waiting while the first is used",
};

/**
 * Makes sure that DATABASE_URL leads to a PostgreSQL that Keydesk can use. Its password is never repeated.
 * @throws StartError in words, also when an answer takes longer than `answerMsMax`
 */
export async function requireUsableServer(databaseUrl: string, answerMsMax = 10_000): Promise<void> {
  const where = describeServer(databaseUrl);
  requireOwnSchema(new URL(databaseUrl).searchParams.get("schema") ?? ownSchema, where);
  const clients: pg.Client[] = [];
  try {
    const [client, other] = [makeClient(databaseUrl, answerMsMax), makeClient(databaseUrl, answerMsMax)];
    clients.push(client, other);
    await client.connect();
    const answer = await client.query<ServerFacts>(
      `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding,
              current_schema() AS schema, has_schema_privilege(current_schema(), 'CREATE') AS may_create,
              (SELECT pg_get_userbyid(relowner) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
               WHERE nspname = '${ownSchema}' AND relname = '_prisma_migrations' AND NOT has_table_privilege(pg_class.oid, 'SELECT')) AS closed_to,
              pg_is_in_recovery() AS standby`,
    );
    const row = answer.rows[0];
    const major = Math.floor(Number(row?.version) / 10_000);
    if (!(major >= versionMin)) {
      throw new StartError(
        `The server at ${where} is PostgreSQL ${major}, and Keydesk needs ${versionMin} or newer.`,
        "Upgrade it, or leave DATABASE_URL out to use the PostgreSQL that Keydesk ships.",
      );
    }
    if (row?.standby) {
      throw new StartError(
        `The server at ${where} is a standby, which only reads.`,
        "Let DATABASE_URL lead to the primary.",
      );
    }
    if (row?.encoding !== "UTF8") {
      throw new StartError(
        `The database ${where} keeps text in ${row?.encoding}, which cannot hold every name.`,
        "Make one in UTF-8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
      );
    }
    requireOwnSchema(row.schema, where);
    if (!row.may_create) {
      throw new StartError(
        `The user of DATABASE_URL may not make tables in ${where}.`,
        "Make it the owner of the database: ALTER DATABASE … OWNER TO …",
      );
    }
    if (row.closed_to) {
      throw new StartError(
        `The tables in ${where} belong to the user ${row.closed_to}, and the user of DATABASE_URL may not read them.`,
        "Make it their owner. For a backup: restore it into an empty database as that user, pg_restore --no-owner --username=…",
      );
    }
    await other.connect();
    const pooling = await findPooling(client, other);
    if (pooling !== null) {
      throw new StartError(`A pooler answers at ${where} that ${poolingWords[pooling]}.`, pooled);
    }
  } catch (error) {
    throw explain(error, where, answerMsMax);
  } finally {
    for (const opened of clients) await opened.end().catch(() => undefined);
  }
}

/** The one that every statement of Prisma's names, whatever the search_path is. */
const ownSchema = "public";

function requireOwnSchema(schema: string | null, where: string): void {
  if (schema === ownSchema) return;
  throw new StartError(
    `DATABASE_URL leads to ${schema === null ? "no schema that its user may enter" : `the schema ${schema}`} of ${where}, and Keydesk keeps its tables in the schema ${ownSchema}.`,
    `Give Keydesk a database of its own, without schema or search_path in DATABASE_URL: ALTER ROLE … IN DATABASE … SET search_path = ${ownSchema}`,
  );
}

/** Asks for the same as the connections of Keydesk's pool, which poolers turn down. */
function makeClient(connectionString: string, answerMsMax: number): pg.Client {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: answerMsMax,
    query_timeout: answerMsMax,
    statement_timeout: 30_000,
  });
  client.on("error", () => undefined);
  return client;
}

/** Host, port and database of a connection string, without user and password. */
export function describeServer(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const [host, port] = ["host", "port"].map((name) => url.searchParams.get(name));
  return `${host || url.hostname || "localhost"}:${url.port || port || 5432}${url.pathname}`;
}

function explain(error: unknown, where: string, answerMsMax: number): unknown {
  if (error instanceof StartError) return error;
  const code = systemCode(error);
  const message = error instanceof Error ? error.message : String(error);
  switch (code) {
    case "ECONNREFUSED":
      return new StartError(
        `No PostgreSQL answers at ${where}: the connection was refused.`,
        "Start the server, or correct host and port in DATABASE_URL.",
        error,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new StartError(
        `The host of ${where} is not known.`,
        "Correct the host name in DATABASE_URL.",
        error,
      );
    case "ENOENT":
      return new StartError(
        `DATABASE_URL names a socket or a file that is not there: ${message}.`,
        "Start the server, or correct DATABASE_URL.",
        error,
      );
    case "28P01":
    case "28000":
      if (message.startsWith("no pg_hba.conf entry")) return explainNoEntry(message, where, error);
      return new StartError(
        `The server at ${where} does not accept the user or password of DATABASE_URL.`,
        "Correct them in DATABASE_URL; characters such as @ : / in a password must be percent-encoded.",
        error,
      );
    case "3D000":
      return new StartError(
        `The server at ${where} has no database of that name.`,
        "Make it (CREATE DATABASE …), or correct the name at the end of DATABASE_URL.",
        error,
      );
    case "08P01":
      return new StartError(
        `What answers at ${where} is a pooler, or another program than PostgreSQL: ${message}.`,
        pooled,
        error,
      );
    case "53300":
      return new StartError(
        `The server at ${where} has no connection left.`,
        "Raise its max_connections, or close other programs that use it.",
        error,
      );
  }
  if (code && /^[0-9A-Z]{5}$/.test(code)) {
    return new StartError(
      `The server at ${where} refused: ${message}.`,
      "Mend that, or correct DATABASE_URL.",
      error,
    );
  }
  if (/timeout|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.test(`${code} ${message}`)) {
    return new StartError(
      `No PostgreSQL answered at ${where} within ${answerMsMax / 1000} seconds.`,
      "Check host, port and firewall, or correct DATABASE_URL.",
      error,
    );
  }
  if (message.includes("does not support SSL")) {
    return new StartError(
      `The server at ${where} offers no TLS, and DATABASE_URL asks for it.`,
      "Turn it on there (ssl = on), or leave sslmode out of DATABASE_URL.",
      error,
    );
  }
  if (/CERT|LEAF_SIGNATURE/.test(code ?? "")) {
    return new StartError(
      `The certificate that the server at ${where} shows is not trusted: ${message}.`,
      "Name who signed it, &sslrootcert=/path/to/ca.pem in DATABASE_URL, or encrypt without looking at it: sslmode=no-verify",
      error,
    );
  }
  return new StartError(
    `What answers at ${where} is not a PostgreSQL server, or one that asks for other TLS settings (${message}).`,
    "Correct host and port in DATABASE_URL; for TLS add ?sslmode=require.",
    error,
  );
}

/** The server says for whom it has no entry: host, user, database, and whether the connection was encrypted. */
function explainNoEntry(message: string, where: string, error: unknown): StartError {
  const isPlain = message.endsWith("no encryption");
  return new StartError(
    `The server at ${where} lets this user in from this machine ${isPlain ? "only with TLS, or not at all" : "not at all"} (${message}).`,
    `${isPlain ? "Add ?sslmode=require to DATABASE_URL, or" : "Add"} an entry to its pg_hba.conf.`,
    error,
  );
}
