import { bundleOptions } from "@/scripts/bootstrap/bundles.mjs";
import type { Child } from "@/scripts/start/child";

/** Bundles the API again at each change of what it is made of, and restarts it. Returns how to stop watching. */
export async function watchApi(
  root: string,
  api: Child,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const { context } = await import("esbuild");
  let isFirst = true;
  const watcher = await context({
    ...bundleOptions(root, { api: "api/server.ts" }),
    plugins: [
      {
        name: "restart-api",
        setup(build) {
          build.onEnd((result) => {
            if (result.errors.length > 0) say(`The API keeps its last good state: ${result.errors[0]?.text}`);
            else if (!isFirst) api.restart();
            isFirst = false;
          });
        },
      },
    ],
  });
  await watcher.watch();
  return () => watcher.dispose();
}
