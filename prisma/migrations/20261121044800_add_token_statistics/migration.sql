-- Lets the planner know how common a search text, a beginning of a name and a time of expiry are: it keeps no statistics of the
-- expressions of partial indexes, and would collect a hundred thousand matches where it could walk past fifty.
-- Touches no rows and locks nothing against reads or writes for long; the next ANALYZE (autovacuum's) fills them.

CREATE STATISTICS "Token_search_text" ON (lower("name" || E'\n' || "notes" || E'\n' || "createdByName" || E'\n' || "last4"::text)) FROM "Token";
CREATE STATISTICS "Token_name_key" ON (lower("name") COLLATE "C") FROM "Token";
CREATE STATISTICS "Token_expiry_key" ON (COALESCE("expiresAt", 'infinity'::timestamptz)) FROM "Token";
