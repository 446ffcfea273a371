import { type BundleFacts, type BundleFile, readApiAddress } from "@/domain/gateways/bundle-facts";
import { startScript } from "@/domain/gateways/start-script";

/** The files that run Traefik (2.4 and later, 3) in front of an API. */
export function traefikFiles(facts: BundleFacts): readonly BundleFile[] {
  return [
    { path: "dynamic/keydesk.yml", text: keydesk(facts), mode: "644" },
    { path: "dynamic/gateway-token.yml", text: token(facts), mode: "600" },
    { path: "dynamic/api.yml", text: api, mode: "644" },
    { path: "start.sh", text: start, mode: "755" },
  ];
}

function keydesk({ apiUrl }: BundleFacts): string {
  const { isTls, hostPort, prefix } = readApiAddress(apiUrl);
  return `# Asks Keydesk about every request. Routers use the chain "keydesk".
http:
  middlewares:
    keydesk:
      chain:
        middlewares: [keydesk-token, keydesk-ask, keydesk-end]
    keydesk-ask:
      forwardAuth:
        # What a router needs beyond a good token: ?permission=reports:read&organization=_oid
        address: "${isTls ? "https" : "http"}://${hostPort}${prefix}/v1/forward-auth"
        # X-Forwarded-For that Keydesk sees is this gateway's own: the address that it sees.
        trustForwardHeader: false
        authRequestHeaders: [Authorization, User-Agent, X-Keydesk-Gateway]
        # All that matches is taken out of the request first: whatever the client sent under such names is gone, also where _
        # stands for -.
        authResponseHeadersRegex: "(?i)^x[-_]keydesk[-_]"
    keydesk-end:
      headers:
        customRequestHeaders:
          # The token ends here. Leave this line out if your API needs it.
          Authorization: ""
          X-Keydesk-Gateway: ""
          X-Keydesk-Verdict: ""
`;
}

const token = ({ token: secret }: BundleFacts) => `# The token of this gateway.
http:
  middlewares:
    keydesk-token:
      headers:
        customRequestHeaders:
          X-Keydesk-Gateway: "${secret}"
        customResponseHeaders:
          # For this gateway alone: clients do not learn whether a token once was good.
          X-Keydesk-Verdict: ""
          X-Keydesk-Error: ""
`;

const api = `# Your API, behind Keydesk. Traefik fills UPSTREAM in from the environment.
http:
  routers:
    api:
      entryPoints: [api]
      rule: "PathPrefix(\`/\`)"
      middlewares: [keydesk]
      service: api
  services:
    api:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: 'http://{{ env "UPSTREAM" }}'
`;

const start =
  startScript(`# A certificate authority of your own for Keydesk's address: KEYDESK_CA=/path/to/ca.pem
if [ -n "\${KEYDESK_CA:-}" ]; then export SSL_CERT_FILE="$KEYDESK_CA"; fi
export UPSTREAM
exec traefik --entryPoints.api.address=":$PORT" --providers.file.directory="$PWD/dynamic" \\
  --global.checkNewVersion=false --global.sendAnonymousUsage=false
`);
