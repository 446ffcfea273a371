import { describe, expect, it } from "vitest";
import { cleanForwardedHeaders } from "@/app/edge/clean-forwarded-headers";
import { addressList } from "@/services/kernel/client-address";

const rules = { trusted: addressList(["127.0.0.1"]), deskUrl: "https://desk.example.com" };

describe("headers that callers may not set", () => {
  it("a direct caller cannot choose its address, the desk's host or scheme, or the desk's own headers", () => {
    const headers = {
      "x-forwarded-for": "10.9.9.9",
      "x-real-ip": "10.9.9.9",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      "x-nonce": "guessed",
      "x-keydesk-path": "//evil.example",
      "x-request-id": "r1",
      "x-keydesk-attempt": "a1",
      host: "desk.lan:3000",
    };
    cleanForwardedHeaders(headers, "203.0.113.7", rules);
    expect(headers).toEqual({ "x-forwarded-for": "203.0.113.7", host: "desk.lan:3000" });
  });

  it("a trusted proxy's word for host and scheme is kept", () => {
    const headers = { "x-forwarded-for": "203.0.113.7", "x-forwarded-host": "desk.example.com" };
    cleanForwardedHeaders(headers, "127.0.0.1", rules);
    expect(headers).toEqual({ "x-forwarded-for": "203.0.113.7", "x-forwarded-host": "desk.example.com" });
  });

  it("forms from the public https address are accepted behind a proxy that passes on its own Host", () => {
    const headers: Record<string, string> = { origin: "https://desk.example.com", host: "10.0.0.5:3000" };
    cleanForwardedHeaders(headers, "203.0.113.7", rules);
    expect(headers["x-forwarded-host"]).toBe("desk.example.com");
  });
});
