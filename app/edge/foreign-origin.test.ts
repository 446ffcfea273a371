import { expect, it } from "vitest";
import { isForeign } from "@/app/edge/foreign-origin";

const deskUrl = "https://desk.example.com";

it.each([
  [{ host: "desk.lan:3000", origin: "http://desk.lan:3000" }],
  [{ host: "10.0.0.5:3000", origin: "https://desk.example.com" }],
  [{ host: "10.0.0.5:3000", "x-forwarded-host": "desk.lan", origin: "https://desk.lan" }],
  [{ host: "desk.lan", "sec-fetch-site": "same-origin" }],
  [{ host: "desk.lan" }],
])("is the desk's own: %o", (headers) => expect(isForeign(headers, deskUrl)).toBe(false));

it.each([
  [{ host: "desk.lan:3000", origin: "http://evil.example" }],
  [{ host: "desk.lan:3000", origin: "http://desk.lan:3001" }],
  [{ host: "desk.lan", origin: "http://desk.lan.evil.example" }],
  [{ host: "desk.lan", origin: "null" }],
  [{ host: "desk.lan", origin: "" }],
  [{ host: "desk.lan", origin: "desk.lan" }],
  [{ host: "desk.example.com", origin: "https://evil.example", "x-forwarded-host": "desk.example.com" }],
  [{ host: "desk.lan", "sec-fetch-site": "cross-site" }],
  [{ host: "desk.lan", "sec-fetch-site": "same-site" }],
])("is another site's: %o", (headers) => expect(isForeign(headers, deskUrl)).toBe(true));
