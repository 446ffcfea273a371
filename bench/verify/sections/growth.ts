import { createCalmLoads } from "@/bench/verify/calm";
import { cells, columns, ratios, runRounds, type Target } from "@/bench/verify/rounds";
import { spread, table } from "@/bench/verify/spread";
import { warmUp } from "@/bench/verify/stage/ground";
import { paths, type Stage, scripts } from "@/bench/verify/stage/stage";

/** How throughput holds when the database grows. */
export async function measureGrowth(stage: Stage): Promise<string> {
  const { settings, server } = stage;
  const sizes = [10_000, 1_000_000, ...(settings.growsFar ? [10_000_000] : [])];
  const targets: Target[] = [];
  for (const connections of [64, 256]) {
    for (const tokens of sizes) {
      const ground = await stage.ground(tokens);
      targets.push({
        name: `${tokens.toLocaleString("en")} tokens`,
        program: await stage.api(tokens),
        path: paths.verify,
        script: scripts.verify,
        args: [ground.gatewaySecret, ground.files.valid],
        connections,
      });
    }
  }
  const bare = await stage.bare();
  // After all that was made and read before: how long it takes to come into memory is no matter of size alone.
  for (const tokens of sizes) await warmUp(await stage.ground(tokens));
  const references = [64, 256].map(
    (connections): Target => ({
      ...targets[0]!,
      name: "bare node:http",
      program: bare,
      path: "/",
      connections,
    }),
  );
  const loads = createCalmLoads();
  const rounds = await runRounds([...references, ...targets], {
    ...settings,
    postmaster: server.postmaster,
    loads,
  });
  const rows = targets.map((target) => {
    const small = targets.find((one) => one.connections === target.connections)!;
    const reference = references.find((one) => one.connections === target.connections)!;
    return [
      `${target.name}, ${target.connections}`,
      ...cells(rounds, target),
      spread(ratios(rounds, target, reference)),
      spread(ratios(rounds, target, small)),
    ];
  });
  return [
    `Databases of several sizes on one server, each with an API of its own; tokens drawn uniformly (of 10,000,000: from 1,000,000 spread over all of them); before, what look-ups and the journal's mover read was read into memory in all sizes alike; the number behind each is of connections; ${settings.rounds} rounds of ${settings.seconds} s in turns: medians, and in brackets the range.`,
    "",
    table(["tokens, connections", ...columns, "of the bare server", "of 10,000 tokens"], rows),
    "",
    loads.describe(),
  ].join("\n");
}
