import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";

export type RacingEvents = {
  readonly url: string;
  readonly accountId: string;
  /** The organization that two of three events are about, and the one that the others are about. */
  readonly organizationId: string;
  readonly otherOrganizationId: string;
};

const writers = 6;
const turns = 40;

/**
 * Several connections write events at once and commit out of order, one in five not at all. Gives the ids of those that are kept
 * about the first organization.
 */
export async function writeRacingEvents(race: RacingEvents): Promise<string[]> {
  const kept: string[] = [];
  const write = async (place: number) => {
    const client = new pg.Client(race.url);
    await client.connect();
    for (let turn = 0; turn < turns; turn++) {
      const id = uuidv7();
      const target = turn % 3 === 0 ? race.otherOrganizationId : race.organizationId;
      await client.query("BEGIN");
      await client.query(
        `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome", "targetKind", "targetId")
         VALUES ($1, $2, now(), 'cli', 'Race', 'organization.edit', 'done', 'organization', $3)`,
        [id, race.accountId, target],
      );
      await sleep((place * 5 + turn * 3) % 11);
      const isKept = (place + turn) % 5 !== 0;
      await client.query(isKept ? "COMMIT" : "ROLLBACK");
      if (isKept && target === race.organizationId) kept.push(id);
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: writers }, (_, place) => write(place)));
  return kept;
}
