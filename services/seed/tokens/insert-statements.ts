// Made-up rows are made in the database: a million of them never cross the wire. `pick(salt, n)` is a number below n that depends
// on the row's place and the salt alone, so that the same seed gives the same picture.
const pick = (salt: string, below: string | number) =>
  `(hashtext($1::text || k || '${salt}') & 2147483647) % ${below}`;

/** What the account has to hang tokens on; arrays may be empty, `kinds` must not. */
export type SeedGround = {
  readonly accountId: string;
  readonly kinds: readonly string[];
  readonly templateUserIds: readonly string[];
  readonly peopleIds: readonly string[];
  readonly organizationIds: readonly string[];
};

/**
 * Tokens number $7 to $8, made over the two years before $2 in the order of their numbers: 5 % disabled, a third with an expiry of
 * which most have passed on the old ones, 3 % deleted. Ids are UUIDv7 of the moment in which they were made.
 */
export const insertTokens = `
INSERT INTO "Token" ("id", "accountId", "organizationId", "type", "name", "notes", "actsAsUserId", "createdById", "createdByName",
  "createdAt", "updatedAt", "disabledAt", "expiresAt", "ipAllowList", "prefix", "last4", "deletedAt", "deletedByName")
SELECT (lpad(to_hex((extract(epoch FROM made) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || 'a' || substr(noise, 4, 15))::uuid,
  $1::uuid, CASE WHEN kind = 'organization' THEN ($6::uuid[])[1 + r1 % cardinality($6::uuid[])] END, kind::"TokenType",
  (ARRAY['Nightly','Weekly','Invoice','Warehouse','Mobile','Partner','Billing','Legacy'])[1 + r2 % 8] || ' ' ||
    (ARRAY['sync','export','import','report','backup','monitor','deploy','probe'])[1 + r3 % 8] || ' ' || k,
  CASE WHEN r1 % 10 < 6 THEN '' ELSE 'Owner: team ' || r2 % 40 || E'\\nStored in: Vault, kv/data/' || r3 % 9999 END,
  CASE kind WHEN 'impersonation' THEN ($4::uuid[])[1 + r2 % cardinality($4::uuid[])] WHEN 'personal' THEN owner END,
  creator, coalesce((SELECT "name" FROM "User" WHERE "id" = creator), 'Command line'), made, made,
  CASE WHEN r3 % 20 = 0 THEN least($2, made + interval '20 days') END,
  CASE WHEN r1 % 10 < 6 THEN NULL WHEN r1 % 10 < 8 THEN made + interval '365 days' ELSE made + interval '90 days' END,
  '{}', CASE kind WHEN 'impersonation' THEN 'IK' WHEN 'personal' THEN 'PT' WHEN 'account' THEN 'CT' ELSE 'OT' END,
  substr(md5(noise), 1, 4), CASE WHEN gone THEN least($2, made + interval '40 days') END, CASE WHEN gone THEN 'Command line' END
FROM (
  SELECT k, ${pick("a", "1000003")} AS r1, ${pick("b", "1000003")} AS r2, ${pick("c", "1000003")} AS r3,
    md5(gen_random_uuid()::text) AS noise, ${pick("d", 33)} = 0 AS gone,
    ($3::text[])[1 + ${pick("e", "cardinality($3::text[])")}] AS kind,
    ($5::uuid[])[1 + ${pick("f", "greatest(cardinality($5::uuid[]), 1)")}] AS owner,
    ($5::uuid[])[1 + ${pick("g", "greatest(cardinality($5::uuid[]), 1)")}] AS creator,
    $2::timestamptz - interval '2 years' * (1 - k / $9::float8) AS made
  FROM generate_series($7::int, $8::int) k
) seed`;

/** A secret for each token of the account that has none: its digest is of no string that anybody knows. */
export const insertSecrets = `
INSERT INTO "TokenSecret" ("id", "tokenId", "digest", "pepperId", "prefix", "last4", "createdAt", "destroyedAt")
SELECT gen_random_uuid(), t."id", sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), $2::int, t."prefix", t."last4",
  t."createdAt", t."deletedAt"
FROM "Token" t WHERE t."accountId" = $1::uuid AND NOT EXISTS (SELECT 1 FROM "TokenSecret" s WHERE s."tokenId" = t."id")`;

/** One in five was never used, half were used in the last week, the others some time between. */
export const insertActivity = `
INSERT INTO "TokenActivity" ("tokenId", "accountId", "firstUsedAt", "lastUsedAt", "lastIp", "lastAgent", "total")
SELECT "id", $1::uuid, CASE WHEN last IS NOT NULL THEN "createdAt" END, last,
  CASE WHEN last IS NOT NULL THEN '10.0.' || r % 250 || '.' || r % 199 END, CASE WHEN last IS NOT NULL THEN 'curl/8' END,
  CASE WHEN last IS NULL THEN 0 ELSE 1 + r % 100000 END
FROM (
  SELECT "id", "createdAt", r, CASE WHEN r % 10 < 2 THEN NULL
    WHEN r % 10 < 7 THEN greatest("createdAt", until - interval '7 days' * (r % 9973) / 9973)
    ELSE "createdAt" + (until - "createdAt") * (r % 9949) / 9949 END AS last
  FROM (
    SELECT t."id", t."createdAt", hashtext(t."id"::text) & 2147483647 AS r, coalesce(t."deletedAt", $2::timestamptz) AS until
    FROM "Token" t WHERE t."accountId" = $1::uuid AND NOT EXISTS (SELECT 1 FROM "TokenActivity" a WHERE a."tokenId" = t."id")
  ) token
) use`;
