import { bundleOptions } from "@/scripts/bootstrap/bundles.mjs";
import type { Child } from "@/scripts/start/child";

/**
 * Bundles a program again at each change of what it is made of, and restarts the child that runs it. Returns how to stop
 * watching.
 * @param entryPoints its name in dist/ and its first file
 */
export async function watchProgram(
  root: string,
  child: Child,
  entryPoints: Record<string, string>,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const { context } = await import("esbuild");
  let isFirst = true;
  const watcher = await context({
    ...bundleOptions(root, entryPoints),
    plugins: [
      {
        name: "restart",
        setup(build) {
          build.onEnd((result) => {
            if (result.errors.length > 0)
              say(`The ${child.name} keeps its last good state: ${result.errors[0]?.text}`);
            else if (!isFirst) child.restart();
            isFirst = false;
          });
        },
      },
    ],
  });
  await watcher.watch();
  return () => watcher.dispose();
}
