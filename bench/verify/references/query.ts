// One query per request, prepared, from a pool, then one HTTP answer: how verification is usually written.
import { createServer } from "node:http";
import pg from "pg";
import { createKeyring } from "@/services/keys/keyring";

const keys = createKeyring(Buffer.from(process.env.KEYDESK_MASTER_KEY ?? "", "base64"));
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const text = `
  SELECT t."id", t."name", t."disabledAt", t."expiresAt", m."permissions" FROM "TokenSecret" s
  JOIN "Token" t ON t."id" = s."tokenId"
  LEFT JOIN "Membership" m ON m."userId" = t."actsAsUserId" AND m."accountId" = t."accountId"
  WHERE s."digest" = $1 AND s."destroyedAt" IS NULL`;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    if (chunks.length === 0) return void response.writeHead(400, { "content-length": 0 }).end();
    const { token } = JSON.parse(Buffer.concat(chunks).toString()) as { token: string };
    const found = await pool.query({ name: "find", text, values: [keys.digest(token)] });
    const row = found.rows[0];
    const body = JSON.stringify({
      verdict: row && !row.disabledAt ? "valid" : "unknown",
      token: row ?? null,
    });
    response.writeHead(200, {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
