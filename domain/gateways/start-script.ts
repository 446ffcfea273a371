/** The shell script that starts a bundle: reads where the API is and where to listen, then what its kind needs. */
export function startScript(rest: string): string {
  return `#!/bin/sh
# UPSTREAM: host:port of the API to protect. PORT: where this gateway listens (8000 if left out).
set -eu
# Debian keeps servers where only root looks.
PATH="$PATH:/usr/local/sbin:/usr/sbin"
cd "$(dirname "$0")"
: "\${UPSTREAM:?Set UPSTREAM to the host:port of your API, as in UPSTREAM=127.0.0.1:8080 sh start.sh}"
: "\${PORT:=8000}"
case "$UPSTREAM$PORT" in
  *[!A-Za-z0-9.:_\\[\\]-]*) echo "UPSTREAM is host:port, and PORT a number." >&2; exit 2 ;;
esac
${rest}`;
}
