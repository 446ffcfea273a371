import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Program, startProgram } from "@/bench/verify/stage/program";
import { findProgram } from "@/scripts/test/find-programs";

/** nginx with one worker, which answers 200 with as many bytes as a verification has: the limit of HTTP servers. */
export function startNginx(folder: string, bodyBytes: number): Promise<Program> {
  const own = path.join(folder, "nginx");
  mkdirSync(own, { recursive: true });
  return startProgram((port) => {
    const file = path.join(own, "nginx.conf");
    writeFileSync(file, configuration(own, port, bodyBytes));
    return {
      name: "nginx",
      command: findProgram("nginx") ?? "nginx",
      args: ["-p", own, "-c", file, "-e", path.join(own, "error.log")],
      logFile: path.join(folder, "nginx.log"),
      readyPath: "/",
    };
  });
}

const configuration = (own: string, port: number, bodyBytes: number) => `
daemon off;
worker_processes 1;
pid ${own}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${own}/body;
  proxy_temp_path ${own}/proxy;
  fastcgi_temp_path ${own}/fastcgi;
  uwsgi_temp_path ${own}/uwsgi;
  scgi_temp_path ${own}/scgi;
  # Like the others, it keeps its connections.
  keepalive_requests 1000000000;
  default_type "application/json; charset=utf-8";
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / { return 200 '{"verdict":"valid","padding":"${"x".repeat(Math.max(0, bodyBytes - 34))}"}'; }
  }
}
`;
