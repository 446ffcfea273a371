import {
  type ApiAddress,
  type BundleFacts,
  type BundleFile,
  readApiAddress,
} from "@/domain/gateways/bundle-facts";
import { startScript } from "@/domain/gateways/start-script";
import { identityHeaders } from "@/domain/verification/identity-headers";

/** The files that run Envoy in front of an API. */
export function envoyFiles(facts: BundleFacts): readonly BundleFile[] {
  return [
    { path: "envoy.template.yaml", text: template(facts), mode: "600" },
    { path: "start.sh", text: start(facts), mode: "755" },
  ];
}

function template({ apiUrl, token }: BundleFacts): string {
  const address = readApiAddress(apiUrl);
  return `# Envoy in front of your API: every request is let through only when Keydesk says that its token is good.
# start.sh fills in @…@ and runs Envoy with the result. The token of this gateway is in here.
static_resources:
  listeners:
    - name: api
      address: { socket_address: { address: 0.0.0.0, port_value: @PORT@ } }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: api
                # The client's address is that of its connection, whatever it claims.
                use_remote_address: true
                normalize_path: true
                merge_slashes: false
                upgrade_configs: [{ upgrade_type: websocket }]
                common_http_protocol_options:
                  # X_Keydesk_Token would look like X-Keydesk-Token to many an application.
                  headers_with_underscores_action: DROP_HEADER
                route_config:
                  virtual_hosts:
                    - name: api
                      domains: ["*"]
                      routes:
                        - match: { prefix: "/" }
                          route: { cluster: protected_api, timeout: 0s }
                          # The token ends here. Leave this line out if your API needs it.
                          request_headers_to_remove: [authorization]
                http_filters:
                  # Whatever the client sent under names that only Keydesk may use is gone.
                  - name: envoy.filters.http.lua
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
                      default_source_code:
                        inline_string: |
                          function envoy_on_request(handle)
                            local claimed = {}
                            for name, _ in pairs(handle:headers()) do
                              if string.sub(name, 1, 10) == "x-keydesk-" then table.insert(claimed, name) end
                            end
                            for _, name in ipairs(claimed) do handle:headers():remove(name) end
                          end
                  - name: envoy.filters.http.ext_authz
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
                      transport_api_version: V3
                      # Keydesk is away: nothing is let through.
                      failure_mode_allow: false
                      status_on_error: { code: ServiceUnavailable }
                      allowed_headers:
                        patterns:
                          - { exact: authorization, ignore_case: true }
                          - { exact: user-agent, ignore_case: true }
                      http_service:
                        server_uri:
                          uri: ${address.isTls ? "https" : "http"}://${address.hostPort}
                          cluster: keydesk
                          timeout: 3s
                        # The client's own path comes after it.
                        path_prefix: ${address.prefix}/v1/ext-authz
                        authorization_request:
                          headers_to_add:
                            - { key: x-keydesk-gateway, value: "${token}" }
                            # What the API needs beyond a good token: permission=reports:read&organization=_oid
                            - { key: x-keydesk-ask, value: "@ASK@" }
                            - { key: x-keydesk-client-address, value: "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%" }
                        authorization_response:
                          allowed_upstream_headers:
                            patterns:
${identityHeaders.map((header) => `                              - { exact: ${header.toLowerCase()}, ignore_case: true }`).join("\n")}
                          allowed_client_headers:
                            patterns:
                              - { exact: www-authenticate, ignore_case: true }
                              - { exact: retry-after, ignore_case: true }
                              - { exact: ratelimit, ignore_case: true }
                              - { exact: ratelimit-policy, ignore_case: true }
                              - { exact: content-type, ignore_case: true }
                              - { exact: cache-control, ignore_case: true }
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
    - name: protected_api
      type: STRICT_DNS
      connect_timeout: 5s
      load_assignment:
        cluster_name: protected_api
        endpoints:
          - lb_endpoints:
              - endpoint: { address: { socket_address: { address: "@UPSTREAM_HOST@", port_value: @UPSTREAM_PORT@ } } }
    - name: keydesk
      type: STRICT_DNS
      connect_timeout: 2s
      load_assignment:
        cluster_name: keydesk
        endpoints:
          - lb_endpoints:
              - endpoint: { address: { socket_address: { address: "${address.host}", port_value: ${address.port} } } }
${address.isTls ? tls(address) : ""}`;
}

function tls({ host }: ApiAddress): string {
  return `      transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
          sni: "${host}"
          common_tls_context:
            validation_context:
              trusted_ca: { filename: "@CA@" }
              match_typed_subject_alt_names:
                - { san_type: DNS, matcher: { exact: "${host}" } }
`;
}

function start({ apiUrl }: BundleFacts): string {
  const { isTls } = readApiAddress(apiUrl);
  const findCa = `CA=
for file in "\${KEYDESK_CA:-}" /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
  if [ -z "$CA" ] && [ -n "$file" ] && [ -r "$file" ]; then CA=$file; fi
done
`;
  return startScript(`${isTls ? findCa : ""}umask 077
mkdir -p run
# What sed would take for more than itself.
ASK=$(printf '%s' "\${ASK:-}" | sed 's/[&|\\\\]/\\\\&/g')
sed -e "s|@PORT@|$PORT|" -e "s|@UPSTREAM_HOST@|$(printf '%s' "\${UPSTREAM%:*}" | tr -d '[]')|" -e "s|@UPSTREAM_PORT@|\${UPSTREAM##*:}|" \\
${isTls ? '  -e "s|@CA@|$CA|" \\\n' : ""}  -e "s|@ASK@|$ASK|" envoy.template.yaml > run/envoy.yaml
exec envoy -c run/envoy.yaml --use-dynamic-base-id
`);
}
