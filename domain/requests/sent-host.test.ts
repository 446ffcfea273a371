import { describe, expect, test } from "vitest";
import { hostFault } from "@/domain/requests/sent-host";

const fault = (...rawHeaders: string[]) => hostFault({ httpVersion: "1.1", rawHeaders });

describe("the host of a request", () => {
  test.each([
    "keydesk.example.com",
    "keydesk_api:3001",
    "10.0.0.4",
    "[::1]:3001",
    "[fe80::1%25eth0]",
    "xn--bcher-kva.example",
    "b%C3%BCcher",
    "localhost:",
    "",
  ])("is taken: %j", (host) => {
    expect(fault("host", host)).toBeNull();
  });

  test.each(["a b", "a, b", "a/b", "user@host", "a:80:90", "a:x", "::1", "[::1", "a\\b", "bücher", "a?b"])(
    "is none: %j",
    (host) => {
      expect(fault("Accept", "*/*", "Host", host)).toBe("The Host header holds no host.");
    },
  );

  test("may be missing in HTTP/1.0 alone", () => {
    expect(fault("Accept", "*/*")).toBe("Send a Host header.");
    expect(hostFault({ httpVersion: "1.0", rawHeaders: ["Accept", "*/*"] })).toBeNull();
  });

  test("stands there once, also where both say the same", () => {
    expect(fault("Host", "a", "hOST", "a")).toBe("Send one Host header.");
    expect(fault("Hosts", "a", "X-Host", "b", "Host", "a")).toBeNull();
  });
});
