/** Gateways whose configuration Keydesk makes, as a bundle that runs as downloaded (Zephyr's zBot, runZero's Explorer). */
export const bundleKinds = ["nginx", "caddy", "traefik", "envoy"] as const;
export type BundleKind = (typeof bundleKinds)[number];

/** What asks: one of these, or a backend that asks by itself. */
export const gatewayKinds = [...bundleKinds, "backend"] as const;
export type GatewayKind = (typeof gatewayKinds)[number];

/** How pages and files call a kind. */
export const gatewayKindLabels: Readonly<Record<GatewayKind, string>> = {
  nginx: "nginx",
  caddy: "Caddy",
  traefik: "Traefik",
  envoy: "Envoy",
  backend: "Backend",
};

/** True for a kind that has a bundle. */
export function hasBundle(kind: GatewayKind): kind is BundleKind {
  return kind !== "backend";
}
