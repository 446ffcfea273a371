import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, expect, inject, test } from "vitest";
import { createEmptyDatabase } from "@/prisma/testing";
import type { StartError } from "@/scripts/bootstrap/start-error.mjs";
import { findFreePort } from "@/scripts/postgres/free-port";
import { startThrowawayServer } from "@/scripts/postgres/throwaway";
import { describeServer, requireUsableServer } from "@/scripts/start/check-server";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function refusalOf(url: string): Promise<StartError> {
  const error = await requireUsableServer(url).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "StartError" });
  const refusal = error as StartError;
  expect(`${refusal.message} ${refusal.mend}`).not.toContain("s3cret");
  return refusal;
}

/** A server that treats every connection as `serve` says. */
function listen(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    serve(socket);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
}

function serverUrl(change: (url: URL) => void): string {
  const url = new URL(inject("testServer").adminUrl);
  change(url);
  return url.toString();
}

test("a PostgreSQL that lets its user make tables is taken", async () => {
  const database = await createEmptyDatabase();
  await expect(requireUsableServer(database.url)).resolves.toBeUndefined();
  await database.drop();
});

test("a refused connection is told as such", async () => {
  const refusal = await refusalOf(`postgresql://u:s3cret@127.0.0.1:${await findFreePort()}/x`);
  expect(refusal.message).toMatch(
    /^No PostgreSQL answers at 127\.0\.0\.1:\d+\/x: the connection was refused\.$/,
  );
});

test("an unknown host is told as such", async () => {
  const refusal = await refusalOf("postgresql://u:s3cret@no-such-host.invalid/x");
  expect(refusal.message).toBe("The host of no-such-host.invalid:5432/x is not known.");
});

test("a wrong password is told without repeating it", async () => {
  const refusal = await refusalOf(serverUrl((url) => (url.password = "s3cret")));
  expect(refusal.message).toContain("does not accept the user or password");
});

test("a database that does not exist is told as such", async () => {
  const refusal = await refusalOf(serverUrl((url) => (url.pathname = "/nowhere")));
  expect(refusal.message).toContain("has no database of that name");
});

test("something else than PostgreSQL is told as such", async () => {
  const port = await listen((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const refusal = await refusalOf(`postgresql://u:s3cret@127.0.0.1:${port}/x`);
  expect(refusal.message).toContain("is not a PostgreSQL server");
});

test("a user that may not make tables is told before anything is changed", async () => {
  const database = await createEmptyDatabase();
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const name = `reader_${Date.now()}`;
  await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 's3cret'`);
  const url = new URL(database.url);
  url.username = name;
  url.password = "s3cret";
  const refusal = await refusalOf(url.toString());
  expect(refusal.message).toContain("may not make tables");
  await admin.query(`DROP ROLE ${name}`);
  await admin.end();
  await database.drop();
});

test("tables of another user, as a restore in that one's name leaves them, are told as such", async () => {
  const database = await createEmptyDatabase();
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const name = `owner_${Date.now()}`;
  await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 's3cret'; ALTER DATABASE "${admin.database}" OWNER TO ${name};
    CREATE TABLE _prisma_migrations (id text)`);
  const url = new URL(database.url);
  url.username = name;
  url.password = "s3cret";
  const refusal = await refusalOf(url.toString());
  expect(refusal.message).toMatch(
    / belong to the user \w+, and the user of DATABASE_URL may not read them\.$/,
  );
  expect(refusal.message).toContain(`belong to the user ${admin.user},`);
  expect(refusal.mend).toContain("pg_restore --no-owner");
  await admin.query(`GRANT SELECT ON _prisma_migrations TO ${name}`);
  await expect(requireUsableServer(url.toString())).resolves.toBeUndefined();
  await admin.end();
  await database.drop();
  const after = new pg.Client({ connectionString: inject("testServer").adminUrl });
  await after.connect();
  await after.query(`DROP ROLE ${name}`);
  await after.end();
});

test("a database that cannot hold every name is told before anything is changed", async () => {
  const database = await createEmptyDatabase(
    "ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0",
  );
  const refusal = await refusalOf(database.url);
  expect(refusal.message).toMatch(/ keeps text in LATIN1, which cannot hold every name\.$/);
  await database.drop();
});

test.each([
  ["a schema named for the user", "CREATE SCHEMA AUTHORIZATION CURRENT_USER", ""],
  ["a search_path", "CREATE SCHEMA elsewhere", "?options=-c%20search_path%3Delsewhere"],
  ["a schema in DATABASE_URL", "SELECT 1", "?schema=elsewhere"],
  ["no schema", "SELECT 1", "?options=-c%20search_path%3Dnowhere"],
])(
  "%s, where Prisma would not look for its tables, is told before anything is changed",
  async (_what, statement, query) => {
    const database = await createEmptyDatabase();
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(statement);
    await admin.end();
    const refusal = await refusalOf(`${database.url}${query}`);
    expect(refusal.message).toMatch(/ and Keydesk keeps its tables in the schema public\.$/);
    expect(refusal.mend).toContain("SET search_path = public");
    await database.drop();
  },
);

test("a server without TLS is told as such where TLS is asked for", async () => {
  // What PostgreSQL answers to who asks for TLS first.
  const port = await listen((socket) => socket.once("data", () => socket.write("N")));
  const refusal = await refusalOf(`postgresql://u:s3cret@127.0.0.1:${port}/x?sslmode=require`);
  expect(refusal.message).toMatch(/^The server at \S+ offers no TLS, and DATABASE_URL asks for it\.$/);
});

test("a server that wants TLS, and one whose certificate is not known, are told as such", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "keydesk-tls-"));
  const certificate = path.join(folder, "server.crt");
  const server = await startThrowawayServer((directory) => makeEncrypted(directory, certificate));
  try {
    const url = server.adminUrl.replace(/postgres$/, "template1");
    const plain = await refusalOf(url);
    expect(plain.message).toMatch(/ lets this user in from this machine only with TLS, or not at all /);
    expect(plain.mend).toContain("?sslmode=require");
    const unknown = await refusalOf(`${url}?sslmode=require`);
    expect(unknown.message).toMatch(/^The certificate that the server at \S+ shows is not trusted: /);
    expect(unknown.mend).toContain("sslrootcert=");
    const missing = await refusalOf(`${url}?sslmode=require&sslrootcert=/nowhere/ca.pem`);
    expect(missing.message).toContain("a socket or a file that is not there");
    for (const query of [`sslmode=require&sslrootcert=${certificate}`, "sslmode=no-verify"]) {
      await expect(requireUsableServer(`${url}?${query}`)).resolves.toBeUndefined();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test("a standby is told as such", async () => {
  const standby = await startThrowawayServer((directory) => {
    writeFileSync(path.join(directory, "standby.signal"), "");
  });
  try {
    const refusal = await refusalOf(standby.adminUrl);
    expect(refusal.message).toMatch(/ is a standby, which only reads\.$/);
    expect(refusal.mend).toContain("the primary");
  } finally {
    await standby.stop();
  }
});

test("a PostgreSQL that is too old is told with both versions", async () => {
  const port = await listen((socket) => {
    socket.once("data", () => {
      socket.write(message("R", Buffer.alloc(4)));
      socket.write(message("Z", Buffer.from("I")));
      socket.on(
        "data",
        (data) => data[0] === 0x51 && socket.write(answerRow({ version: "120011", may_create: "t" })),
      );
    });
  });
  const refusal = await refusalOf(`postgresql://u:s3cret@127.0.0.1:${port}/x`);
  expect(refusal.message).toContain("is PostgreSQL 12, and Keydesk needs 15 or newer");
});

test("the description of a server holds no user and no password", () => {
  expect(describeServer("postgresql://me:s3cret@db.example.com/keydesk?sslmode=require")).toBe(
    "db.example.com:5432/keydesk",
  );
  expect(describeServer("postgresql:///keydesk?host=/run/postgresql&port=5433&user=me&password=s3cret")).toBe(
    "/run/postgresql:5433/keydesk",
  );
});

/** Has a server take connections with TLS alone, but to the database that its start asks for, by a certificate of its own that is copied to `copy`. */
function makeEncrypted(directory: string, copy: string): void {
  const [key, certificate] = ["server.key", "server.crt"].map((name) => path.join(directory, name)) as [
    string,
    string,
  ];
  const made = spawnSync(
    "openssl",
    [
      "req",
      "-new",
      "-x509",
      "-nodes",
      "-subj",
      "/CN=db",
      "-addext",
      "subjectAltName=IP:127.0.0.1",
      "-keyout",
      key,
      "-out",
      certificate,
    ],
    { encoding: "utf8" },
  );
  expect(made.stderr, String(made.error)).not.toContain("rror");
  const { uid, gid } = statSync(directory);
  for (const file of [key, certificate]) chownSync(file, uid, gid);
  writeFileSync(copy, readFileSync(certificate));
  writeFileSync(path.join(directory, "postgresql.auto.conf"), "ssl = on\n");
  writeFileSync(
    path.join(directory, "pg_hba.conf"),
    "host postgres all 127.0.0.1/32 scram-sha-256\nhostssl all all 127.0.0.1/32 scram-sha-256\n",
  );
}

/** One message of PostgreSQL's protocol. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** The answer to a simple query with one row of text columns. */
function answerRow(row: Record<string, string>): Buffer {
  const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
  const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value & 65535)]);
  const columns = Object.keys(row).map((name) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      int32(0),
      int16(0),
      int32(25),
      int16(-1 & 65535),
      int32(-1),
      int16(0),
    ]),
  );
  const values = Object.values(row).map((value) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  return Buffer.concat([
    message("T", Buffer.concat([int16(columns.length), ...columns])),
    message("D", Buffer.concat([int16(values.length), ...values])),
    message("C", Buffer.from("SELECT 1\0")),
    message("Z", Buffer.from("I")),
  ]);
}
