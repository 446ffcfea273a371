import { createCalmLoads } from "@/bench/verify/calm";
import { cells, columns, ratios, runRounds, type Target } from "@/bench/verify/rounds";
import { countLookups } from "@/bench/verify/sections/count-lookups";
import { spread, table } from "@/bench/verify/spread";
import { paths, type Stage, scripts } from "@/bench/verify/stage/stage";

/** What a verification costs, of good tokens and of bad ones, as a share of a server that does nothing. */
export async function measureVerify(stage: Stage): Promise<string> {
  const { settings, server } = stage;
  const { tokens, target: only } = settings;
  const ground = await stage.ground(tokens);
  const api = await stage.api(tokens);
  const bareProgram = await stage.bare();
  const at = (connections: number): Target[] => {
    const verify = (name: string, file: string): Target => ({
      name,
      program: api,
      path: paths.verify,
      script: scripts.verify,
      args: [ground.gatewaySecret, file],
      connections,
    });
    const valid = verify("verify", ground.files.valid);
    return [
      { ...valid, name: "bare node:http", program: bareProgram, path: "/" },
      valid,
      verify("verify, a tenth each unknown, malformed, disabled", ground.files.mixed),
      verify("verify, all malformed", ground.files.malformed),
      { ...valid, name: "forward-auth", path: paths.forward, script: scripts.forward },
    ];
  };
  const all = [64, 256].flatMap(at);
  const targets = all.filter(
    ({ name, connections }) => name.startsWith("bare") || `${name} ${connections}`.includes(only),
  );
  const loads = createCalmLoads();
  const rounds = await runRounds(targets, { ...settings, postmaster: server.postmaster, loads });
  const same = (target: Target, name: string) =>
    targets.find((other) => other.name === name && other.connections === target.connections);
  const rows = targets.map((target) => {
    const valid = same(target, "verify");
    return [
      `${target.name}, ${target.connections}`,
      ...cells(rounds, target),
      spread(ratios(rounds, target, same(target, "bare node:http")!)),
      valid && target.path === paths.verify ? spread(ratios(rounds, target, valid)) : "",
    ];
  });
  return [
    `${tokens.toLocaleString("en")} tokens drawn uniformly; the number behind each is of connections; ${settings.rounds} rounds of ${settings.seconds} s in turns: medians, and in brackets the range.`,
    "",
    table(["what, connections", ...columns, "of the bare server", "of verify, all valid"], rows),
    "",
    loads.describe(),
    "",
    await countLookups(
      api,
      targets.filter(({ path, connections }) => path === paths.verify && connections === 64),
    ),
  ].join("\n");
}
