// Measures how long outages of the database are felt, with three API processes and two desks: `npm run bench:nodes`. Each figure is of all five
// together, the slowest of them. The desk must be built (`npm start` once).
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openProduct } from "@/e2e/support/product";
import { cookieOf } from "@/e2e/support/sign-in";
import { createWorld } from "@/e2e/support/world";
import { openNodes } from "@/scripts/nodes/open-nodes";
import { createGateway } from "@/services/gateways/create";
import { createToken } from "@/services/tokens/create";

const rounds = Number(process.argv[2] ?? 5);
const outageMs = 3_000;

const nodes = await openNodes({ apis: 3, desks: 2 });
process.env.KEYDESK_E2E_DATA_DIR = nodes.desks[0]!.dataDirectory;
const product = openProduct();
const world = await createWorld();
const { accountId } = world;
const made = await createGateway(product.context, { name: "Edge", forDeployment: true }, { accountId });
const token = await createToken(
  product.context,
  { type: "impersonation", name: "Measured", actsAsUserId: world.templateUser.id, expiresAt: null },
  { accountId },
);
if (!made.ok || !token.ok) throw new Error("the ground could not be prepared");
const cookie = await cookieOf(world.auditor, accountId);

type Asked = { status: number; ms: number };
const timed = async (ask: () => Promise<Response>): Promise<Asked> => {
  const began = performance.now();
  const response = await ask();
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - began };
};
const verify = (apiUrl: string) =>
  timed(() =>
    fetch(`${apiUrl}/v1/tokens/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${made.value.secret}`, "content-type": "application/json" },
      body: JSON.stringify({ token: token.value.secret }),
    }),
  );
const open = (deskUrl: string) =>
  timed(() => fetch(`${deskUrl}/`, { redirect: "manual", headers: { cookie, accept: "text/html" } }));
const askApis = () => Promise.all(nodes.apis.map(({ apiUrl }) => verify(apiUrl)));
const askDesks = () => Promise.all(nodes.desks.map(({ deskUrl }) => open(deskUrl)));

const outages: Record<string, { begin(): unknown; end(): unknown }> = {
  "kill -9 of PostgreSQL, started again": {
    begin: () => nodes.database.server().process.kill("SIGKILL"),
    end: () => nodes.database.restart(),
  },
  "SIGSTOP of PostgreSQL, SIGCONT": {
    begin: () => nodes.signalDatabase("SIGSTOP"),
    end: () => nodes.signalDatabase("SIGCONT"),
  },
  "every connection is reset": { begin: () => nodes.wire.reset(), end: () => nodes.wire.mend() },
  "the network falls silent; old connections stay so": {
    begin: () => nodes.wire.hold(),
    end: () => nodes.wire.passNew(),
  },
};

/** Milliseconds until all answer 200, by asking again and again. */
async function untilGood(ask: () => Promise<Asked[]>): Promise<number> {
  const began = performance.now();
  for (;;) {
    if ((await ask()).every(({ status }) => status === 200)) return performance.now() - began;
    await sleep(10);
  }
}

async function untilAccepting(): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: nodes.wire.url, connectionTimeoutMillis: 500 });
    try {
      await client.connect();
      await client.query("SELECT 1");
      return await client.end();
    } catch {
      await sleep(10);
    }
  }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const show = (values: number[]) => `${Math.round(median(values))} (${Math.round(Math.max(...values))})`;

console.log(
  `Milliseconds, the median of ${rounds} rounds and the worst; outages of ${outageMs / 1_000} s.\n`,
);
console.log("| outage | slowest 503 of an API | slowest 503 of a desk | API back after | desk back after |");
console.log("|---|---|---|---|---|");
for (const [name, { begin, end }] of Object.entries(outages)) {
  const figures: Record<"api503" | "desk503" | "apiBack" | "deskBack", number[]> = {
    api503: [],
    desk503: [],
    apiBack: [],
    deskBack: [],
  };
  for (let round = 0; round < rounds; round++) {
    await Promise.all([untilGood(askApis), untilGood(askDesks)]);
    await begin();
    const until = performance.now() + outageMs;
    let [api503, desk503] = [0, 0];
    const watch = async (ask: () => Promise<Asked[]>, note: (ms: number) => void) => {
      while (performance.now() < until) {
        for (const { status, ms } of await ask()) {
          if (status === 503) note(ms);
          else if (status !== 200 || performance.now() > until) throw new Error(`${name}: ${status}`);
        }
        await sleep(20);
      }
    };
    await Promise.all([
      watch(askApis, (ms) => {
        api503 = Math.max(api503, ms);
      }),
      watch(askDesks, (ms) => {
        desk503 = Math.max(desk503, ms);
      }),
    ]);
    await end();
    await untilAccepting();
    const [apiBack, deskBack] = await Promise.all([untilGood(askApis), untilGood(askDesks)]);
    for (const [key, value] of Object.entries({ api503, desk503, apiBack, deskBack }))
      figures[key as keyof typeof figures].push(value);
    // What the round left silent is gone before the next one.
    await nodes.wire.mend();
  }
  const { api503, desk503, apiBack, deskBack } = figures;
  console.log(`| ${name} | ${show(api503)} | ${show(desk503)} | ${show(apiBack)} | ${show(deskBack)} |`);
}
await product.db.$disconnect();
await nodes.close();
process.exit(0);
