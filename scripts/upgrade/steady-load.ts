import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export type LoadOptions = {
  readonly perSecond: number;
  readonly gateway: string;
  /** Good tokens, asked for in turn. */
  readonly secrets: readonly string[];
};

/** What a gateway behind a load balancer saw. */
export type Phase = {
  sent: number;
  valid: number;
  /** Everything that was not "valid", in words. */
  readonly failed: string[];
  /** Sent to another node, because the first took no connection. */
  retried: number;
  readonly ms: number[];
};

export type SteadyLoad = {
  /** Which nodes get requests, in turn. */
  nodes: readonly string[];
  /** What comes from now on is counted apart. */
  begin(): Phase;
  /** Waits for the last answers. */
  stop(): Promise<void>;
  /** Good answers of all phases. */
  valid(): number;
};

/**
 * Asks whether good tokens are good, at a steady rate that no slow answer slows down, as a gateway does through a load balancer: a
 * node that takes no connection is passed over, and whatever breaks off after that is a failure.
 */
export function startLoad(nodes: readonly string[], options: LoadOptions): SteadyLoad {
  const agent = new Agent({ keepAlive: true });
  const open = new Set<Promise<void>>();
  let running = true;
  let turn = 0;
  let total = 0;
  let phase = newPhase();

  const ask = async (load: SteadyLoad, into: Phase, secret: string): Promise<void> => {
    const asked = performance.now();
    into.sent += 1;
    for (let attempt = 0; ; attempt++) {
      const node = load.nodes[(turn + attempt) % load.nodes.length] ?? "";
      const answer = await verify(agent, node, options.gateway, secret);
      if (answer === "refused connection" && attempt + 1 < load.nodes.length) {
        into.retried += 1;
        continue;
      }
      if (answer === "valid") {
        into.valid += 1;
        total += 1;
      } else into.failed.push(`${answer} after ${Math.round(performance.now() - asked)} ms`);
      into.ms.push(performance.now() - asked);
      return;
    }
  };

  const load: SteadyLoad = {
    nodes,
    begin() {
      phase = newPhase();
      return phase;
    },
    async stop() {
      running = false;
      await loop;
      await Promise.all(open);
      agent.destroy();
    },
    valid: () => total,
  };
  const loop = (async () => {
    const started = performance.now();
    for (let sent = 0; running; ) {
      const due = ((performance.now() - started) / 1000) * options.perSecond;
      for (; sent < due; sent++) {
        turn += 1;
        const one: Promise<void> = ask(
          load,
          phase,
          options.secrets[turn % options.secrets.length] ?? "",
        ).finally(() => open.delete(one));
        open.add(one);
      }
      await sleep(2);
    }
  })();
  return load;
}

/** The time within which this part of the answers came. */
export function quantile(ms: readonly number[], part: number): number {
  const sorted = [...ms].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function newPhase(): Phase {
  return { sent: 0, valid: 0, failed: [], retried: 0, ms: [] };
}

function verify(agent: Agent, node: string, gateway: string, secret: string): Promise<string> {
  return new Promise((resolve) => {
    const body = JSON.stringify({ token: secret });
    const sent = request(
      `${node}/v1/tokens/verify`,
      {
        method: "POST",
        agent,
        headers: {
          authorization: `Bearer ${gateway}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("error", (error) => resolve(error.message));
        answer.on("end", () => {
          const verdict = answer.statusCode === 200 ? JSON.parse(text).verdict : text.slice(0, 200);
          resolve(verdict === "valid" ? "valid" : `${answer.statusCode} ${verdict}`);
        });
      },
    );
    sent.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ECONNREFUSED" ? "refused connection" : `${error.code ?? error.message}`),
    );
    sent.end(body);
  });
}
