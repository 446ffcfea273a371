import { Prisma } from "@/prisma/client/client";
import { isBrokenOffBy } from "@/services/kernel/postgres-code";

const attemptsMax = 4;

/**
 * Runs a transaction, and again when PostgreSQL broke it off because two waited for each other (40P01) or could not be put in
 * an order (40001): nothing of it was kept, and the second look sees what the other one did.
 */
export async function retryConflict<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === attemptsMax || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  // P2034 is the client's own name for both.
  const isNamed = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2034";
  return isNamed || isBrokenOffBy(error, ["40P01", "40001"]);
}
