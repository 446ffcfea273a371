import path from "node:path";
import { build, type Plugin } from "esbuild";
import { type BrokenVariant, brokenVariants } from "@/e2e/cluster/broken/variants";
import { bundleOptions } from "@/scripts/bootstrap/bundles.mjs";

/** Bundles the API as `npm start` does, or with a mistake put in, into a folder of its own. Returns the file. */
export async function bundleApi(
  root: string,
  folder: string,
  variant: BrokenVariant | null,
): Promise<string> {
  const name = variant ?? "api";
  await build({
    ...bundleOptions(root, { [name]: "api/server.ts" }),
    outdir: folder,
    ...(variant === null ? {} : { plugins: [putBefore(root, variant)] }),
  });
  return path.join(folder, `${name}.mjs`);
}

/** Whoever imports the one module gets the other, which alone gets the real one. */
function putBefore(root: string, variant: BrokenVariant): Plugin {
  const { replaces, by } = brokenVariants[variant];
  const stand = path.join(root, by);
  const module = `@/${replaces.replace(/\.ts$/, "")}`;
  return {
    name: "put-before",
    setup(building) {
      let isAsked = false;
      building.onResolve({ filter: /^@\// }, ({ path: asked, importer }) => {
        if (asked !== module || importer === stand) return;
        isAsked = true;
        return { path: stand };
      });
      building.onEnd(() => {
        // Else the variant would be the product itself, and nothing would be proven by it.
        if (!isAsked) throw new Error(`nobody imports ${module}: mend e2e/cluster/broken/variants.ts`);
      });
    },
  };
}
