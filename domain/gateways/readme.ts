import type { BundleFacts } from "@/domain/gateways/bundle-facts";
import { bundleFolder } from "@/domain/gateways/bundle-folder";
import { type BundleKind, gatewayKindLabels } from "@/domain/gateways/kinds";

type Notes = {
  readonly needs: string;
  readonly tokenFile: string;
  readonly ask: string;
  readonly away: string;
  readonly behindProxy: string;
  readonly existing: string;
};

const notes: Readonly<Record<BundleKind, Notes>> = {
  nginx: {
    needs: "nginx 1.19.5 or later with its auth_request module (Debian, Ubuntu: `apt-get install nginx`)",
    tokenFile: "keydesk/gateway-token.conf",
    ask: 'In `nginx.conf`, `set $keydesk_ask "permission=reports:read";` in a `location` of its own; an example stands there.',
    away: "503 with `Retry-After`",
    behindProxy:
      "set `real_ip_header X-Forwarded-For;` and `set_real_ip_from` with the addresses of that proxy in the `server` block.",
    existing:
      "Copy the folder `keydesk` to `/etc/nginx/keydesk`. Then `include keydesk/http.conf;` in `http { }`, `include keydesk/server.conf;` in your `server { }`, and `include keydesk/protect.conf;` beside each `proxy_pass` that is to be protected. A `proxy_cache` there keeps answers apart by token only when `$keydesk_token` is in its `proxy_cache_key`.",
  },
  caddy: {
    needs: "Caddy 2.6 or later (Debian, Ubuntu: `apt-get install caddy`)",
    tokenFile: "gateway-token.caddy",
    ask: 'In `Caddyfile`, `vars /reports/* keydesk_ask "permission=reports:read"` before `import keydesk`.',
    away: "503 with `Retry-After`",
    behindProxy:
      "with Caddy 2.7 or later set `trusted_proxies` in the global options, and `header_up X-Forwarded-For {client_ip}` in `keydesk.caddy`.",
    existing:
      "Import `gateway-token.caddy` and `keydesk.caddy` at the top of your Caddyfile, `import keydesk_errors` in the site, and `import keydesk` in a `route` before its `reverse_proxy`.",
  },
  traefik: {
    needs: "Traefik 2.4 or later, or 3",
    tokenFile: "dynamic/gateway-token.yml",
    ask: "In `dynamic/keydesk.yml`, add `?permission=reports:read` to the address.",
    away: "500",
    behindProxy:
      "set `forwardedHeaders.trustedIPs` of the entry point, and `trustForwardHeader: true` in `dynamic/keydesk.yml`.",
    existing:
      "Put `dynamic/keydesk.yml` and `dynamic/gateway-token.yml` into the folder of your file provider, and the middleware `keydesk@file` on your routers.",
  },
  envoy: {
    needs: "Envoy 1.29 or later",
    tokenFile: "envoy.template.yaml",
    ask: "Start it with `ASK='permission=reports:read'`.",
    away: "503",
    behindProxy: "set `xff_num_trusted_hops` beside `use_remote_address`.",
    existing:
      "Take the filters `lua` and `ext_authz` and the cluster `keydesk` from `envoy.template.yaml` into your configuration, and fill in what stands between @ signs.",
  },
};

/** Unpack, start, try: how a bundle is run, as its README and pages say it. They run as they stand, but for address and port. */
export function bundleCommands(name: string): string {
  const folder = bundleFolder(name);
  return [
    `tar xzf ${folder}.tar.gz`,
    `UPSTREAM=127.0.0.1:8080 PORT=8000 sh ${folder}/start.sh`,
    'curl -i http://127.0.0.1:8000/ -H "Authorization: Bearer $API_TOKEN"',
  ].join("\n");
}

/** What must be installed where a bundle runs. */
export function bundleNeeds(kind: BundleKind): string {
  return notes[kind].needs;
}

/** The page that comes with a bundle. */
export function readmeText(kind: BundleKind, { name, apiUrl }: BundleFacts): string {
  const label = gatewayKindLabels[kind];
  const { needs, tokenFile, ask, away, behindProxy, existing } = notes[kind];
  return `# ${name}

${label} in front of your API. It asks Keydesk at ${apiUrl} about every request, and lets it through only when the token is good.

Needs ${needs}. \`UPSTREAM\` is where your API listens, \`PORT\` where this gateway does:

\`\`\`sh
${bundleCommands(name)}
\`\`\`

\`${tokenFile}\` holds this gateway's token. It was made for this gateway alone and is shown nowhere else: keep the file
readable by its owner only. To end it, remove the gateway in Keydesk.

## What your API gets
\`X-Keydesk-Token\`, \`-Account\`, \`-Organization\` and \`-User\` (ids; absent or empty where there is none) and \`X-Keydesk-Permissions\`
(separated by spaces). What clients send under these names never arrives. Let nothing but this gateway reach your API.

## What clients get
| status | when |
|---|---|
| 401 with \`WWW-Authenticate\` | no token, or one that is not valid |
| 403 | the token is good, and not for this |
| 400 | two tokens, a token in the address, or no \`_oid\` where one is needed |
| 429 with \`Retry-After\` | the account's limit is reached |
| 431 | address and headers that Keydesk is asked with are over 16 KB |
| ${away} | Keydesk is away or knows this gateway no more: nothing is let through |

## Asking for more
A good token is enough unless you ask for more: \`permission=reports:read\`, an organization by its id as \`organization=<id>\`, or
\`organization=_oid\` for the one that the client names in its own address. ${ask}

## Behind another proxy
Keydesk takes the address that this gateway sees for the client's. If that is another proxy, ${behindProxy}

## If ${label} runs already
${existing}
`;
}
