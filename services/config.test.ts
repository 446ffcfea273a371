import { expect, it } from "vitest";
import { apiTrustedProxies, parseConfig, reachableHost } from "@/services/config";

const trustedProxies = ["10.0.0.1"];

it("a server that listens everywhere is reached on this machine's loopback, any other where it listens", () => {
  expect(["0.0.0.0", "::", "::1", "10.0.0.9"].map(reachableHost)).toEqual([
    "127.0.0.1",
    "127.0.0.1",
    "::1",
    "10.0.0.9",
  ]);
});

it("addresses that are not given are those where the servers listen", () => {
  const urlOf = (HOST: string) => parseConfig({ HOST, DATABASE_URL: "postgresql://db/keydesk" }).deskUrl;
  expect(["0.0.0.0", "127.0.0.1", "127.0.0.2", "fd00::9"].map(urlOf)).toEqual([
    "http://localhost:3000",
    "http://localhost:3000",
    "http://127.0.0.2:3000",
    "http://[fd00::9]:3000",
  ]);
});

it("the API believes what the desk, which passes requests on from this machine, says of their callers", () => {
  expect(apiTrustedProxies({ host: "0.0.0.0", trustedProxies })).toEqual(["10.0.0.1", "127.0.0.1"]);
  expect(apiTrustedProxies({ host: "10.0.0.9", trustedProxies })).toEqual(["10.0.0.1", "10.0.0.9"]);
});
