import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { bundleFiles } from "@/domain/gateways/bundle";
import { bundleKinds } from "@/domain/gateways/kinds";
import { packBundle } from "@/domain/gateways/pack";

const facts = {
  name: "Edge Berlin",
  token: "GT_4kT9xQ2m_AAAABBBBCCCCDDDDEEEEFFFFGGGG1234567Qx2",
  apiUrl: "https://api.acme.test",
  deskUrl: "https://desk.acme.test",
};

let home = "";
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "keydesk-bundle-"));
});
afterEach(() => rmSync(home, { recursive: true }));

test.each(bundleKinds)(
  "%s: tar unpacks it without a word, with its modes, into its own folder",
  async (kind) => {
    const archive = await packBundle(kind, facts, new Date("2026-06-15T10:30:00Z"));
    expect(archive.fileName).toBe("keydesk-edge-berlin.tar.gz");
    writeFileSync(path.join(home, archive.fileName), archive.bytes);
    const command = `tar xzf ${archive.fileName} 2>&1`;
    expect(execFileSync("sh", ["-c", command], { cwd: home, encoding: "utf8" })).toBe("");
    expect(readdirSync(home).sort()).toEqual(["keydesk-edge-berlin", archive.fileName]);
    for (const { path: file, text, mode } of bundleFiles(kind, facts)) {
      const unpacked = path.join(home, "keydesk-edge-berlin", file);
      expect(readFileSync(unpacked, "utf8"), file).toBe(text);
      expect(statSync(unpacked).mode & 0o077 & ~Number.parseInt(mode, 8), file).toBe(0);
      if (process.getuid?.() === 0) expect(statSync(unpacked).uid, file).toBe(0);
    }
  },
);

test.each(bundleKinds)(
  "%s: starting asks for the API's address, and takes nothing but an address",
  (kind) => {
    const script = path.join(home, "start.sh");
    writeFileSync(script, bundleFiles(kind, facts).find(({ path: file }) => file === "start.sh")?.text ?? "");
    const start = (env: Record<string, string>) => {
      try {
        const options = { env: { NODE_ENV: "test", PATH: "/usr/bin:/bin", ...env }, stdio: "pipe" } as const;
        return String(execFileSync("sh", [script], options));
      } catch (error) {
        return String((error as { stderr: Buffer }).stderr);
      }
    };
    expect(start({})).toContain("UPSTREAM=127.0.0.1:8080");
    expect(start({ UPSTREAM: "127.0.0.1:1;}", PORT: "1" })).toContain("UPSTREAM is host:port");
    expect(readdirSync(home)).toEqual(["start.sh"]);
  },
);

/** Starts Envoy's bundle with a program in the place of Envoy: with which configuration it was started. */
function configureEnvoy(env: Record<string, string>) {
  for (const { path: file, text } of bundleFiles("envoy", { ...facts, apiUrl: "http://127.0.0.1:3001" }))
    writeFileSync(path.join(home, file), text);
  writeFileSync(path.join(home, "envoy"), '#!/bin/sh\ncat "$2"\n', { mode: 0o755 });
  const PATH = `${home}:/usr/bin:/bin`;
  const options = { cwd: home, env: { NODE_ENV: "test", PATH, UPSTREAM: "api.test:8080", ...env } } as const;
  const { listeners, clusters } = parse(String(execFileSync("sh", ["start.sh"], options))).static_resources;
  const filters = listeners[0].filter_chains[0].filters[0].typed_config.http_filters;
  return {
    asks: filters[1].typed_config.http_service.authorization_request.headers_to_add,
    upstream: clusters[0].load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address,
  };
}

test("Envoy is started with what it is told to ask, whatever stands in it", () => {
  const asking = (value: string) => expect.arrayContaining([{ key: "x-keydesk-ask", value }]);
  expect(configureEnvoy({}).asks).toEqual(asking(""));
  for (const ASK of ["permission=reports:read", "permission=a:*&organization=_oid", "one|other"])
    expect(configureEnvoy({ ASK }).asks).toEqual(asking(ASK));
});

test("Envoy is given an IPv6 address without its brackets", () => {
  expect(configureEnvoy({}).upstream).toEqual({ address: "api.test", port_value: 8080 });
  expect(configureEnvoy({ UPSTREAM: "[::1]:80" }).upstream).toEqual({ address: "::1", port_value: 80 });
});
