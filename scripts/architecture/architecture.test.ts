import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findViolations } from "@/scripts/architecture/find-violations";
import { arrows, outside } from "@/scripts/architecture/rules";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("every file keeps to its room: arrows, environment, names", () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => findViolations(file, readFileSync(path.join(root, file), "utf8")))).toEqual(
    [],
  );
});

test.each([
  ["app/page.tsx", 'import { db } from "@/prisma/client-factory";'],
  ["app/page.tsx", 'import pg from "pg";'],
  ["app/page.tsx", 'import type { Server } from "@/api/server";'],
  ["components/token/row.tsx", 'import { rotate } from "@/services/tokens/rotate";'],
  ["components/token/row.tsx", 'import type { Token } from "../../prisma/client/client";'],
  ["components/token/row.tsx", 'export { rotate } from "@/services/tokens/rotate";\nexport const own = 1;'],
  ["components/token/row.tsx", 'const rotate = await import("@/services/tokens/rotate");'],
  ["components/token/row.tsx", 'const rotate = require("@/services/tokens/rotate");'],
  ["components/token/row.tsx", 'type Rotate = import("@/services/tokens/rotate").Rotate;'],
  ["components/token/row.test.tsx", 'import { createTestDatabase } from "@/prisma/testing";'],
  ["api/verify/route.ts", 'import { db } from "@/prisma/client-factory";'],
  ["api/verify/route.ts", 'import { cookies } from "next/headers";'],
  ["services/tokens/rotate.ts", 'import { Button } from "@/components/ui/button";'],
  ["services/tokens/rotate.ts", 'import { start } from "@/scripts/start/main";'],
  ["services/tokens/rotate.ts", 'import fastify from "fastify";'],
  ["domain/tokens/status.ts", 'import { rotate } from "@/services/tokens/rotate";'],
  ["domain/tokens/status.ts", 'import { readFileSync } from "node:fs";'],
  ["domain/tokens/status.ts", "const tag = process.env.KEYDESK_TOKEN_TAG;"],
  ["services/tokens/rotate.ts", "const { env } = process;"],
  ["services/tokens/rotate.ts", 'import { env } from "node:process";'],
  ["services/tokens/rotate.ts", 'const url = process["env"].DATABASE_URL;'],
  ["prisma/client-factory.ts", 'import { config } from "@/services/config";'],
  ["proxy.ts", 'import { db } from "@/prisma/client-factory";'],
  ["services/tokens/utils.ts", "export const own = 1;"],
  ["components/helpers/format.ts", "export const own = 1;"],
  ["domain/tokens/index.ts", 'export * from "./types";'],
  ["services/tokens/rotate.ts", 'import { createWorld } from "@/services/testing/world";'],
  ["services/tokens/rotate.ts", 'import { createTestDatabase } from "@/prisma/testing";'],
])("the check bites: %s with %s", (file, source) => {
  expect(findViolations(file, source)).toHaveLength(1);
});

test.each([
  [
    "app/page.tsx",
    'import { listTokens } from "@/services/tokens/list"; import { Grid } from "@/components/token/grid";',
  ],
  [
    "api/verify/route.ts",
    'import { verify } from "@/services/verification/verify"; import fastify from "fastify";',
  ],
  ["api/verify/route.test.ts", 'import { createTestDatabase } from "@/prisma/testing"; import pg from "pg";'],
  [
    "domain/tokens/samples.test.ts",
    'import { execFile } from "node:child_process"; const env = process.env;',
  ],
  [
    "services/testing/open-world.ts",
    'import pg from "pg"; import { createTestDatabase } from "@/prisma/testing";',
  ],
  ["scripts/demo.ts", 'export { seedDemo } from "@/services/seed/demo/seed";'],
  ["services/config.ts", "export const port = process.env.PORT;"],
  ["domain/tokens/token-string.ts", 'import { randomBytes } from "node:crypto"; import { z } from "zod";'],
  [
    "domain/tokens/status.ts",
    '// import { db } from "@/prisma/client-factory"\nexport const text = "process.env";',
  ],
  [
    "scripts/start/main.ts",
    'import { applyMigrations } from "@/prisma/migrate"; const port = process.env.PORT;',
  ],
])("the check lets pass: %s with %s", (file, source) => {
  expect(findViolations(file, source)).toEqual([]);
});

function sourceFiles(): string[] {
  const rooms = [...Object.keys(arrows), ...outside].filter((room) => existsSync(path.join(root, room)));
  const inRooms = rooms.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: "utf8" }).map(
      (file) => `${room}/${file}`,
    ),
  );
  return [...readdirSync(root), ...inRooms]
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => /\.(tsx?|mts|mjs|js)$/.test(file) && !file.endsWith(".d.ts"))
    .filter((file) => !file.startsWith("prisma/client/") && !file.includes("/node_modules/"));
}
