import { type BundleFacts, type BundleFile, plainUrl, readApiAddress } from "@/domain/gateways/bundle-facts";
import { startScript } from "@/domain/gateways/start-script";
import { identityHeaders } from "@/domain/verification/identity-headers";

/** The files that run Caddy in front of an API, and that a Caddyfile which exists already can import. */
export function caddyFiles(facts: BundleFacts): readonly BundleFile[] {
  return [
    { path: "Caddyfile", text: main, mode: "644" },
    { path: "keydesk.caddy", text: snippets(facts), mode: "644" },
    {
      path: "gateway-token.caddy",
      text: `(keydesk_token) {\n\theader_up X-Keydesk-Gateway "${facts.token}"\n}\n`,
      mode: "600",
    },
    { path: "start.sh", text: start, mode: "755" },
  ];
}

const main = `# Caddy in front of your API: every request is let through only when Keydesk says that its token is good.
# start.sh sets UPSTREAM and PORT, and runs Caddy with this file.
{
	admin off
	auto_https off
}

import gateway-token.caddy
import keydesk.caddy

:{$PORT} {
	import keydesk_errors
	route {
		# What a path needs beyond a good token is asked for like this:
		# vars /reports/* keydesk_ask "permission=reports:read&organization=_oid"
		import keydesk
		reverse_proxy {$UPSTREAM}
	}
}
`;

function snippets({ apiUrl, deskUrl }: BundleFacts): string {
  const { isTls, hostPort, hostHeader, prefix } = readApiAddress(apiUrl);
  const handed = identityHeaders.map(
    (header) => `\t\t\trequest_header ${header} {http.reverse_proxy.header.${header}}`,
  );
  return `# Into a route, before its reverse_proxy: asks Keydesk, and answers what is refused.
(keydesk) {
	vars keydesk_state asking
	# Whatever the client sent under names that only Keydesk may use is gone, also where _ stands for -.
	request_header -X-Keydesk*
	request_header -X_Keydesk*
	# Caddy takes out what Connection names before it asks the API: a client would have it drop what Keydesk says.
	request_header Connection (?i)x-keydesk[^,]* X-None
	# The exact verdict is for this gateway alone: clients do not learn whether a token once was good.
	header -X-Keydesk*
	reverse_proxy ${isTls ? "https" : "http"}://${hostPort} {
		method GET
		rewrite ${prefix}/v1/forward-auth?
		header_up Host ${hostHeader}
		header_up X-Keydesk-Ask {http.vars.keydesk_ask}
		header_up X-Forwarded-Method {http.request.orig_method}
		header_up X-Forwarded-Uri {http.request.orig_uri}
		header_up -Cookie
		header_up -Connection
		header_up -Upgrade
		import keydesk_token
		transport http {
			dial_timeout 2s
			response_header_timeout 3s
			keepalive 30s
			keepalive_idle_conns_per_host 32
			compression off
		}
		@allowed status 200
		handle_response @allowed {
			vars keydesk_state allowed
${handed.join("\n")}
		}
		# Keydesk's refusal of this gateway itself says nothing of the client's token.
		@gateway header X-Keydesk-Verdict gateway_unauthenticated
		handle_response @gateway {
			error 503
		}
		@refused status 400 401 403 429 431
		handle_response @refused {
			copy_response
		}
		handle_response {
			error 503
		}
	}
	# The token ends here. Leave this line out if your API needs it.
	request_header -Authorization
}

# Into the site: Keydesk is away or cannot tell; nothing is let through. Other errors are the API's.
(keydesk_errors) {
	handle_errors {
		@keydesk vars keydesk_state asking
		header @keydesk Retry-After 1
		header @keydesk Cache-Control no-store
		header @keydesk Content-Type application/problem+json
		respond @keydesk \`{"type":"${plainUrl(deskUrl)}/docs/errors/api_unavailable","status":503,"code":"api_unavailable"}\` 503
		respond "{http.error.status_code} {http.error.status_text}" {http.error.status_code}
	}
}
`;
}

const start =
  startScript(`# A certificate authority of your own for Keydesk's address: KEYDESK_CA=/path/to/ca.pem
if [ -n "\${KEYDESK_CA:-}" ]; then export SSL_CERT_FILE="$KEYDESK_CA"; fi
# Caddy keeps a copy of its configuration, and the token is in it.
umask 077
mkdir -p run
export UPSTREAM PORT XDG_CONFIG_HOME="$PWD/run" XDG_DATA_HOME="$PWD/run"
exec caddy run --config Caddyfile --adapter caddyfile
`);
