import { type BundleFacts, type BundleFile, plainUrl, readApiAddress } from "@/domain/gateways/bundle-facts";
import { startScript } from "@/domain/gateways/start-script";
import { identityHeaders, ownHeaders } from "@/domain/verification/identity-headers";

/** The files that run nginx in front of an API, and that an nginx which runs already can include. */
export function nginxFiles(facts: BundleFacts): readonly BundleFile[] {
  return [
    { path: "nginx.conf", text: main, mode: "644" },
    { path: "keydesk/http.conf", text: inHttp(facts), mode: "644" },
    { path: "keydesk/server.conf", text: inServer(facts), mode: "644" },
    { path: "keydesk/protect.conf", text: inLocation(), mode: "644" },
    {
      path: "keydesk/gateway-token.conf",
      text: `proxy_set_header X-Keydesk-Gateway "${facts.token}";\n`,
      mode: "600",
    },
    { path: "start.sh", text: start(facts), mode: "755" },
  ];
}

const main = `# nginx in front of your API: every request is let through only when Keydesk says that its token is good.
# start.sh writes run/upstream.conf and run/listen.conf, and runs nginx with this file.
worker_processes auto;
worker_rlimit_nofile 8192;
pid run/nginx.pid;
error_log stderr warn;

events {
  worker_connections 4096;
}

http {
  include keydesk/http.conf;
  include run/upstream.conf;

  # To log requests with token and verdict: access_log /var/log/nginx/api.log keydesk;
  access_log off;
  server_tokens off;
  # Sizes are the API's to judge, and nothing of a request or an answer is written to disk.
  client_max_body_size 0;
  proxy_request_buffering off;
  proxy_max_temp_file_size 0;
  client_body_temp_path run/client-body;
  proxy_temp_path run/proxy;
  fastcgi_temp_path run/fastcgi;
  uwsgi_temp_path run/uwsgi;
  scgi_temp_path run/scgi;

  server {
    include run/listen.conf;
    include keydesk/server.conf;

    location / {
      include keydesk/protect.conf;
      proxy_pass http://protected_api;
    }

    # What a path needs beyond a good token is asked for like this:
    # location /reports/ {
    #   set $keydesk_ask "permission=reports:read&organization=_oid";
    #   include keydesk/protect.conf;
    #   proxy_pass http://protected_api;
    # }
  }
}
`;

function inHttp({ apiUrl, deskUrl }: BundleFacts): string {
  const { hostPort } = readApiAddress(apiUrl);
  return `# Into http { }: where Keydesk is, and what its answers mean.
upstream keydesk {
  server ${hostPort} max_fails=0;
  keepalive 32;
  keepalive_timeout 30s;
}

# X_Keydesk_Token would look like X-Keydesk-Token to many an application.
underscores_in_headers off;

# What a location needs beyond a good token: set $keydesk_ask "permission=reports:read"; there. (A "set" in the server would
# come again with each question, and undo it.)
map "" $keydesk_ask {
  default "";
}

map $http_upgrade $keydesk_connection {
  default upgrade;
  ""      "";
}

# auth_request knows 2xx, 401 and 403 and makes 500 of all else. What it was shows in the status of the last attempt; anything
# unforeseen is an outage, and so is Keydesk's refusal of this gateway itself.
map "$keydesk_status $keydesk_verdict" $keydesk_answer {
  default                     503;
  "~gateway_unauthenticated$" 503;
  "~400 \\S*$"                 400;
  "~401 \\S*$"                 401;
  "~403 \\S*$"                 403;
  "~429 \\S*$"                 429;
  "~431 \\S*$"                 431;
}
map "$keydesk_answer $keydesk_error" $keydesk_code {
  default $keydesk_error;
  "~^503" api_unavailable;
  "400 "  invalid_request;
  "401 "  invalid_token;
  "403 "  insufficient_scope;
  "429 "  rate_limited;
  "431 "  invalid_request;
}
map $keydesk_answer $keydesk_retry {
  default $keydesk_retry_after;
  503     1;
}
# On 401 nginx passes the challenge on by itself; on 403 it loses it.
map $keydesk_answer $keydesk_challenge_lost {
  default $keydesk_challenge;
  401     "";
  503     "";
}
map $keydesk_answer $keydesk_problem {
  default '{"type":"${plainUrl(deskUrl)}/docs/errors/$keydesk_code","status":$keydesk_answer,"code":"$keydesk_code"}';
}

log_format keydesk '$remote_addr [$time_iso8601] "$request_method $uri" $status token=$keydesk_token verdict=$keydesk_verdict';
`;
}

function inServer({ apiUrl }: BundleFacts): string {
  const { isTls, host, hostHeader, prefix } = readApiAddress(apiUrl);
  const tls = `  proxy_ssl_server_name on;
  proxy_ssl_name ${host};
  proxy_ssl_verify on;
  proxy_ssl_verify_depth 4;
  include keydesk/ca.conf;
`;
  return `# Into server { }: how Keydesk is asked, and what clients hear of a refusal.
location = /_keydesk/ask {
  internal;
  proxy_pass ${isTls ? "https" : "http"}://keydesk${prefix}/v1/forward-auth;
${isTls ? tls : ""}  proxy_http_version 1.1;
  proxy_method GET;
  # Nothing of the client's request but what is named here.
  proxy_pass_request_body off;
  proxy_pass_request_headers off;
  include keydesk/gateway-token.conf;
  proxy_set_header Host "${hostHeader}";
  proxy_set_header Connection "";
  proxy_set_header Content-Length "";
  proxy_set_header Authorization $http_authorization;
  proxy_set_header User-Agent $http_user_agent;
  proxy_set_header X-Keydesk-Ask $keydesk_ask;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Method $request_method;
  proxy_set_header X-Forwarded-Uri $request_uri;
  proxy_connect_timeout 2s;
  proxy_send_timeout 3s;
  proxy_read_timeout 3s;
  proxy_next_upstream error;
  proxy_intercept_errors off;
  # What a user may do can be 10 KB.
  proxy_buffer_size 16k;
  proxy_buffers 4 16k;
  # Every request is asked about anew: an answer is good for one request.
  proxy_cache off;
}

location @keydesk_refused {
  internal;
  default_type application/problem+json;
  add_header Cache-Control no-store always;
  add_header WWW-Authenticate $keydesk_challenge_lost always;
  add_header Retry-After $keydesk_retry always;
  add_header RateLimit $keydesk_ratelimit always;
  add_header RateLimit-Policy $keydesk_ratelimit_policy always;
  if ($keydesk_answer = 400) { return 400 $keydesk_problem; }
  if ($keydesk_answer = 401) { return 401 $keydesk_problem; }
  if ($keydesk_answer = 403) { return 403 $keydesk_problem; }
  if ($keydesk_answer = 429) { return 429 $keydesk_problem; }
  if ($keydesk_answer = 431) { return 431 $keydesk_problem; }
  return 503 $keydesk_problem;
}
`;
}

function inLocation(): string {
  const variableOf = (header: string) => `$${header.slice(2).toLowerCase().replaceAll("-", "_")}`;
  const known = new Set<string>(identityHeaders);
  const taken = identityHeaders.map(
    (header) =>
      `auth_request_set ${variableOf(header)} $upstream_http_${header.toLowerCase().replaceAll("-", "_")};`,
  );
  const handed = ownHeaders.map(
    (header) => `proxy_set_header ${header} ${known.has(header) ? variableOf(header) : '""'};`,
  );
  return `# Into each location { } that is to be protected, beside its proxy_pass.
auth_request /_keydesk/ask;
auth_request_set $keydesk_status $upstream_status;
auth_request_set $keydesk_verdict $upstream_http_x_keydesk_verdict;
auth_request_set $keydesk_error $upstream_http_x_keydesk_error;
auth_request_set $keydesk_challenge $upstream_http_www_authenticate;
auth_request_set $keydesk_retry_after $upstream_http_retry_after;
auth_request_set $keydesk_ratelimit $upstream_http_ratelimit;
auth_request_set $keydesk_ratelimit_policy $upstream_http_ratelimit_policy;
${taken.join("\n")}
error_page 401 403 500 = @keydesk_refused;

# What Keydesk says of the token; whatever the client sent under these names is gone.
${handed.join("\n")}
# The token ends here. Leave this line out if your API needs it.
proxy_set_header Authorization "";
proxy_set_header Host $http_host;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
proxy_set_header X-Forwarded-Proto $scheme;
proxy_set_header X-Forwarded-Host $http_host;
proxy_http_version 1.1;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $keydesk_connection;
`;
}

function start({ apiUrl }: BundleFacts): string {
  const tls = readApiAddress(apiUrl).isTls
    ? `for file in "\${KEYDESK_CA:-}" /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
  if [ -n "$file" ] && [ -r "$file" ]; then
    printf 'proxy_ssl_trusted_certificate "%s";\\n' "$file" > keydesk/ca.conf
    break
  fi
done
`
    : "";
  return startScript(`${tls}mkdir -p run
printf 'upstream protected_api {\\n  server %s max_fails=0;\\n  keepalive 32;\\n}\\n' "$UPSTREAM" > run/upstream.conf
printf 'listen %s;\\n' "$PORT" > run/listen.conf
exec nginx -e stderr -p "$PWD" -c nginx.conf -g 'daemon off;'
`);
}
