import { expect, test } from "vitest";
import { isDatabaseAway } from "@/services/kernel/database-away";

test.each([
  "Connection terminated unexpectedly",
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
  "timeout exceeded when trying to connect",
])("the driver's “%s” says that the database is away", (message) => {
  expect(isDatabaseAway(new Error(message))).toBe(true);
});

test.each(["duplicate key value violates unique constraint", "syntax error"])("“%s” does not", (message) => {
  expect(isDatabaseAway(new Error(message))).toBe(false);
});
