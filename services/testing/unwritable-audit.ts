import type { OpenWorld } from "@/services/testing/open-world";

/** Runs `work` while no audit event can be written, as on a full disk or with rights taken away. */
export async function withUnwritableAudit<T>(world: OpenWorld, work: () => Promise<T>): Promise<T> {
  await world.run(`ALTER TABLE "AuditEvent" ADD CONSTRAINT "unwritable" CHECK (false) NOT VALID`);
  try {
    return await work();
  } finally {
    await world.run(`ALTER TABLE "AuditEvent" DROP CONSTRAINT "unwritable"`);
  }
}
