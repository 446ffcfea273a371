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

it("a public address is taken in the form that browsers send, however it is written", () => {
  const urlsOf = (KEYDESK_URL: string) => {
    const { deskUrl, issuer } = parseConfig({ KEYDESK_URL, DATABASE_URL: "postgresql://db/keydesk" });
    return [deskUrl, issuer];
  };
  for (const written of [
    "HTTPS://Desk.Example.com",
    "https://desk.example.com:443/",
    " https://DESK.example.com// ",
  ])
    expect(urlsOf(written), written).toEqual(["https://desk.example.com", "https://desk.example.com"]);
  expect(urlsOf("https://bücher.example")[0]).toBe("https://xn--bcher-kva.example");
});

it.each([
  { KEYDESK_URL: "desk.example.com" },
  { KEYDESK_URL: "https://me:pass@desk.example.com" },
  { KEYDESK_URL: "https://desk.example.com/keydesk" },
  { KEYDESK_URL: "https://desk.example.com/?a=b" },
  { KEYDESK_API_URL: "https://:pass@api.example.com" },
  { KEYDESK_API_URL: "https://api.example.com/#x" },
  { KEYDESK_ISSUER: "https://me@id.example.com" },
  { KEYDESK_TRUSTED_PROXIES: "10.0.0.0/8/9" },
  { KEYDESK_TRUSTED_PROXIES: "10.0.0.0/" },
  { KEYDESK_TRUSTED_PROXIES: "::ffff:10.0.0.0/24" },
])("%j is refused", (given) => {
  const [name] = Object.keys(given);
  expect(() => parseConfig({ DATABASE_URL: "postgresql://db/keydesk", ...given })).toThrow(name);
});

it("a checkpoint's webhook is an http(s) address without a password in it, and has a secret beside it", () => {
  const given = { DATABASE_URL: "postgresql://db/keydesk" };
  const webhook = { KEYDESK_CHECKPOINT_WEBHOOK: "https://keeper.example/x" };
  const secret = { KEYDESK_CHECKPOINT_WEBHOOK_SECRET: "s".repeat(16) };
  expect(parseConfig({ ...given, ...webhook, ...secret }).checkpoints).toEqual({
    file: null,
    webhook: { url: "https://keeper.example/x", secret: "s".repeat(16) },
    stdout: null,
  });
  for (const wrong of [
    webhook,
    secret,
    { ...webhook, KEYDESK_CHECKPOINT_WEBHOOK_SECRET: "short" },
    { ...secret, KEYDESK_CHECKPOINT_WEBHOOK: "file:///etc/passwd" },
    { ...secret, KEYDESK_CHECKPOINT_WEBHOOK: "gopher://keeper.example" },
    { ...secret, KEYDESK_CHECKPOINT_WEBHOOK: "https://me:pass@keeper.example" },
    { ...secret, KEYDESK_CHECKPOINT_WEBHOOK: "https://:pass@keeper.example" },
    { ...secret, KEYDESK_CHECKPOINT_WEBHOOK: "keeper.example" },
    { KEYDESK_CHECKPOINT_STDOUT: "xml" },
  ]) {
    expect(() => parseConfig({ ...given, ...wrong })).toThrow(/KEYDESK_CHECKPOINT_/);
  }
});
