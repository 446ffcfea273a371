import { createCalmLoads } from "@/bench/verify/calm";
import { cells, columns, ratios, runRounds, type Target } from "@/bench/verify/rounds";
import { spread, table } from "@/bench/verify/spread";
import { openBetterAuth, startBetterAuth } from "@/bench/verify/stage/better-auth";
import { startNextApp } from "@/bench/verify/stage/next-app";
import { startNginx } from "@/bench/verify/stage/nginx";
import { startQuery } from "@/bench/verify/stage/references";
import { paths, type Stage, scripts } from "@/bench/verify/stage/stage";

const connections = 64;

/** Keydesk beside what else one might run, on the same machine, in the same rounds. */
export async function measurePeers(stage: Stage): Promise<string> {
  const { root, folder, settings, server } = stage;
  const { tokens } = settings;
  const ground = await stage.ground(tokens);
  const betterAuth = await openBetterAuth(root, folder, server, tokens);
  const api = await stage.api(tokens);
  const bytes = await stage.bodyBytes();
  const args = [ground.gatewaySecret, ground.files.valid];
  const target = (own: Pick<Target, "program"> & Partial<Target>): Target => ({
    name: own.program.name,
    path: "/",
    script: scripts.verify,
    args,
    connections,
    ...own,
  });
  const bare = target({ program: await stage.bare() });
  const keydesk = target({ program: api, name: "Keydesk, verify", path: paths.verify });
  const keysOfBetterAuth = [ground.gatewaySecret, betterAuth.keyFile];
  const targets = [
    bare,
    target({ program: await stage.add(startNginx(folder, bytes)) }),
    target({ program: await stage.add(startQuery(folder, ground)) }),
    target({ program: await stage.add(startNextApp(root, folder, ground)), path: "/verify" }),
    target({
      program: await stage.add(startBetterAuth(folder, betterAuth, "default")),
      args: keysOfBetterAuth,
    }),
    target({ program: await stage.add(startBetterAuth(folder, betterAuth, "off")), args: keysOfBetterAuth }),
    keydesk,
  ];
  const loads = createCalmLoads();
  const rounds = await runRounds(targets, { ...settings, postmaster: server.postmaster, loads });
  const rows = targets.map((one) => [
    one.name,
    ...cells(rounds, one),
    spread(ratios(rounds, one, bare)),
    spread(ratios(rounds, keydesk, one), 1),
  ]);
  return [
    `${tokens.toLocaleString("en")} tokens, or keys of Better Auth, drawn uniformly; ${connections} connections; ${settings.rounds} rounds of ${settings.seconds} s in turns: medians, and in brackets the range.`,
    "",
    table(["what", ...columns, "of the bare server", "Keydesk is so many times as fast"], rows),
    "",
    loads.describe(),
  ].join("\n");
}
