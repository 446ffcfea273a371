import { describe, expect, it } from "vitest";
import { addressList, clientAddress } from "@/services/kernel/client-address";

const trusted = addressList(["127.0.0.0/8", "::1", "10.1.0.0/16"]);

describe("clientAddress", () => {
  it("ignores X-Forwarded-For from a peer that is no trusted proxy", () => {
    expect(clientAddress("203.0.113.9", "1.2.3.4", trusted)).toBe("203.0.113.9");
  });
  it("takes the nearest address before the trusted proxies, not what the client put in front", () => {
    expect(clientAddress("127.0.0.1", "1.2.3.4, 203.0.113.9, 10.1.0.7", trusted)).toBe("203.0.113.9");
  });
  it("reads an IPv4 peer that arrives as IPv6", () => {
    expect(clientAddress("::ffff:127.0.0.1", "203.0.113.9", trusted)).toBe("203.0.113.9");
    expect(clientAddress("::ffff:203.0.113.9", "1.2.3.4", trusted)).toBe("203.0.113.9");
  });
  it("stops at what is no address", () => {
    expect(clientAddress("::1", "203.0.113.9, <script>", trusted)).toBe("::1");
    expect(clientAddress("::1", null, trusted)).toBe("::1");
    expect(clientAddress("::1", "", trusted)).toBe("::1");
  });
});
