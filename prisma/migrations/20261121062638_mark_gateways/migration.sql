-- Purpose: gateways say what they are and with which token they were downloaded; those of an organization end with it; every
--   verdict that a gateway is told is counted, not only those that name no token.
-- Rows touched: none (new columns have constant defaults; the table of counts keeps its rows under a new name).
-- Locks: Gateway, RefusalHour and Token for a moment; the new CHECK is added unvalidated, then validated beside traffic.

CREATE TYPE "GatewayKind" AS ENUM ('nginx', 'caddy', 'traefik', 'envoy', 'backend');

ALTER TABLE "Gateway" ADD COLUMN "downloadedWithId" UUID,
ADD COLUMN "kind" "GatewayKind" NOT NULL DEFAULT 'backend';

ALTER TABLE "RefusalHour" RENAME TO "GatewayHour";
ALTER TABLE "GatewayHour" RENAME CONSTRAINT "RefusalHour_pkey" TO "GatewayHour_pkey";

-- A gateway's token may be an organization's: one that was downloaded for it.
ALTER TABLE "Token" DROP CONSTRAINT "Token_belongs_to";
ALTER TABLE "Token" ADD CONSTRAINT "Token_belongs_to" CHECK (
  "type" = 'gateway' OR ("type" IN ('api_key', 'export', 'download', 'organization')) = ("organizationId" IS NOT NULL)
) NOT VALID;
ALTER TABLE "Token" VALIDATE CONSTRAINT "Token_belongs_to";
