import type { BundleFacts, BundleFile } from "@/domain/gateways/bundle-facts";
import { caddyFiles } from "@/domain/gateways/caddy";
import { envoyFiles } from "@/domain/gateways/envoy";
import type { BundleKind } from "@/domain/gateways/kinds";
import { nginxFiles } from "@/domain/gateways/nginx";
import { readmeText } from "@/domain/gateways/readme";
import { traefikFiles } from "@/domain/gateways/traefik";

const filesOf: Readonly<Record<BundleKind, (facts: BundleFacts) => readonly BundleFile[]>> = {
  nginx: nginxFiles,
  caddy: caddyFiles,
  traefik: traefikFiles,
  envoy: envoyFiles,
};

/**
 * The files of a gateway that runs as downloaded, with its token inside (Zephyr's pre-configured zBot, runZero's Explorer). What
 * holds the token is readable by its owner only.
 */
export function bundleFiles(kind: BundleKind, facts: BundleFacts): readonly BundleFile[] {
  return [{ path: "README.md", text: readmeText(kind, facts), mode: "644" }, ...filesOf[kind](facts)];
}
