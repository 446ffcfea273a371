import path from "node:path";
import type { Settings } from "@/bench/verify/settings";
import { askOnce, startApi } from "@/bench/verify/stage/api";
import { forgetUses, type Ground, openGround } from "@/bench/verify/stage/ground";
import type { Program } from "@/bench/verify/stage/program";
import { startBare } from "@/bench/verify/stage/references";
import { type BenchServer, openServer } from "@/bench/verify/stage/server";

/** All that sections measure on; what is asked for twice is made once. */
export type Stage = {
  readonly root: string;
  readonly folder: string;
  readonly settings: Settings;
  readonly server: BenchServer;
  /** A database with that many tokens, as no use had been made of it yet. */
  ground(tokens: number): Promise<Ground>;
  api(tokens: number): Promise<Program>;
  bare(): Promise<Program>;
  /** As long as what the API answers about a token. */
  bodyBytes(): Promise<number>;
  /** Stops with the others, in the end. */
  add(program: Promise<Program>): Promise<Program>;
  end(): Promise<void>;
};

/** Opens the stage; it starts nothing but the database. */
export async function openStage(root: string, settings: Settings): Promise<Stage> {
  const { folder, tokens } = settings;
  const server = await openServer(folder);
  const grounds = new Map<number, Promise<Ground>>();
  const apis = new Map<number, Promise<Program>>();
  const programs: Program[] = [];
  let bare: Promise<Program> | null = null;

  const once = <T>(made: Map<number, Promise<T>>, key: number, make: () => Promise<T>) => {
    const found = made.get(key) ?? make();
    made.set(key, found);
    return found;
  };
  const stage: Stage = {
    root,
    folder,
    settings,
    server,
    ground: (count) =>
      once(grounds, count, async () => {
        const ground = await openGround(server, folder, count);
        await forgetUses(ground);
        return ground;
      }),
    api: (count) =>
      once(apis, count, async () => {
        const ground = await stage.ground(count);
        const api = await stage.add(startApi(root, folder, ground));
        await askOnce(api, ground);
        return api;
      }),
    bare() {
      bare ??= stage.bodyBytes().then((bytes) => stage.add(startBare(folder, bytes)));
      return bare;
    },
    bodyBytes: async () => (await askOnce(await stage.api(tokens), await stage.ground(tokens))).length,
    async add(starting) {
      const program = await starting;
      programs.push(program);
      return program;
    },
    async end() {
      await Promise.all(programs.map((program) => program.stop()));
      await server.stop();
    },
  };
  return stage;
}

/** The scripts of wrk. */
export const scripts = {
  verify: path.join(path.dirname(import.meta.dirname), "verify.lua"),
  forward: path.join(path.dirname(import.meta.dirname), "forward.lua"),
};

export const paths = {
  verify: "/v1/tokens/verify",
  forward: "/v1/forward-auth?permission=reports:read",
};
