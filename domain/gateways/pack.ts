import { createTar } from "nanotar";
import { bundleFiles } from "@/domain/gateways/bundle";
import type { BundleFacts } from "@/domain/gateways/bundle-facts";
import { bundleFolder } from "@/domain/gateways/bundle-folder";
import type { BundleKind } from "@/domain/gateways/kinds";

export type Archive = { readonly fileName: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** The media type of a packed bundle. */
export const archiveType = "application/gzip";

/**
 * Packs a bundle as .tar.gz: every server unpacks it, and it keeps the modes, so that the token is readable by its owner only.
 * Runs in the browser too, so that a token that a page was told crosses no network twice.
 */
export async function packBundle(kind: BundleKind, facts: BundleFacts, now: Date): Promise<Archive> {
  const folder = bundleFolder(facts.name);
  const files = bundleFiles(kind, facts).map(({ path, text, mode }) => ({
    name: `${folder}/${path}`,
    data: text,
    attrs: { mode },
  }));
  // Unpacked by root, the files are root's: with any other number they would be some local user's.
  const tar = createTar(files, { attrs: { uid: 0, gid: 0, mtime: now.getTime() } });
  // An archive ends with two empty blocks; nanotar only fills up to the next 10 kB, and tar warns where that is less.
  const zipped = new Blob([new Uint8Array(tar), new Uint8Array(1024)])
    .stream()
    .pipeThrough(new CompressionStream("gzip"));
  return { fileName: `${folder}.tar.gz`, bytes: new Uint8Array(await new Response(zipped).arrayBuffer()) };
}
