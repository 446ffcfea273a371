import { v7 as uuidv7 } from "uuid";
import type { Role } from "@/domain/access/actions";
import type { BaseContext } from "@/services/kernel/context";
import { hashPassword } from "@/services/passwords/password-hash";
import { makeAccountRows } from "@/services/seed/demo/account-rows";
import { cartograph } from "@/services/seed/demo/accounts/cartograph";
import { fernhill } from "@/services/seed/demo/accounts/fernhill";
import { honeyrow } from "@/services/seed/demo/accounts/honeyrow";
import { plumbline } from "@/services/seed/demo/accounts/plumbline";
import { slipway } from "@/services/seed/demo/accounts/slipway";
import { type CastKey, cast } from "@/services/seed/demo/cast";
import { daysBefore } from "@/services/seed/demo/clock";
import { demoPassword } from "@/services/seed/demo/demo-password";
import { insertAccountRows } from "@/services/seed/demo/insert-rows";
import { createRandom } from "@/services/seed/demo/random";

const plots = [fernhill, slipway, plumbline, honeyrow, cartograph] as const;

export type DemoSummary = {
  /** False when the demo was there already; nothing was changed then. */
  readonly created: boolean;
  /** The one password of every demo user; differs from deployment to deployment. */
  readonly password: string;
  readonly people: readonly {
    readonly email: string;
    readonly name: string;
    readonly role: Role;
    readonly account: string;
    readonly isOperator: boolean;
  }[];
};

/**
 * Five accounts in the likeness of the five portals, with a year of usage and audit that agree with each other, in one
 * transaction: all of it or nothing. Does nothing when its first person exists. Takes a few seconds.
 */
export async function seedDemo(
  base: Pick<BaseContext, "db" | "keys" | "config" | "now">,
): Promise<DemoSummary> {
  const password = demoPassword(base.keys);
  const people = plots.flatMap((plot) =>
    plot.members
      .filter((member) => member.left === undefined)
      .map((member) => ({
        email: cast[member.who].email,
        name: cast[member.who].name,
        role: member.role,
        account: plot.name,
        isOperator: "operator" in cast[member.who],
      })),
  );
  const there = await base.db.user.findUnique({ where: { email: cast.anna.email }, select: { id: true } });
  if (there !== null) return { created: false, password, people };

  const now = base.now();
  const users = await makeUsers(password, now);
  const ids = new Map(users.map((user) => [user.who, user.row.id]));
  await base.db.$transaction(
    async (tx) => {
      await tx.user.createMany({ data: users.map((user) => user.row) });
      for (const plot of plots) await insertAccountRows(tx, makeAccountRows(plot, ids, base, now));
    },
    { timeout: 120_000, maxWait: 10_000 },
  );
  await base.db.$executeRaw`ANALYZE`;
  return { created: true, password, people };
}

async function makeUsers(password: string, now: Date) {
  const random = createRandom("people");
  const keys = Object.keys(cast) as CastKey[];
  return Promise.all(
    keys.map(async (who) => {
      const age = Math.max(
        ...plots.flatMap((plot) => plot.members.filter((m) => m.who === who).map((m) => m.age)),
      );
      const createdAt = daysBefore(now, age);
      const row = {
        id: uuidv7({ msecs: createdAt.getTime(), random: random.bytes(16) }),
        email: cast[who].email,
        name: cast[who].name,
        isOperator: "operator" in cast[who],
        passwordHash: await hashPassword(password),
        createdAt,
      };
      return { who, row };
    }),
  );
}
