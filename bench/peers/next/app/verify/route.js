import { createDatabase } from "@/prisma/client-factory";
import { createKeyring } from "@/services/keys/keyring";

// How a Next.js application would verify: one route handler, one findUnique on the table that Keydesk asks.
const db = createDatabase(process.env.DATABASE_URL ?? "");
const keys = createKeyring(Buffer.from(process.env.KEYDESK_MASTER_KEY ?? "", "base64"));

export async function POST(request) {
  const { token } = await request.json();
  const secret = await db.tokenSecret.findUnique({
    where: { digest: keys.digest(token) },
    include: { token: true },
  });
  const isValid = secret !== null && secret.destroyedAt === null && secret.token.disabledAt === null;
  return Response.json({ verdict: isValid ? "valid" : "unknown", token: secret?.token ?? null });
}
