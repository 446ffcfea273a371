import { Prisma } from "@/prisma/client/client";

/** The columns of an `AuditEntry`, for raw queries over `"AuditEvent" e`. */
export const eventColumns = Prisma.sql`
  e."id", e."at", e."actorKind", e."actorId", e."actorName", e."action", e."outcome", e."targetKind", e."targetId",
  e."targetName", e."ip", e."userAgent", e."requestId", e."details",
  (SELECT l."seq"::float8 FROM "AuditLeaf" l WHERE l."eventId" = e."id") AS "seq"`;
