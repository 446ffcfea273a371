import { expect, it } from "vitest";
import { deviceWords } from "@/domain/access/device-words";

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36 Edg/140",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Mobile Safari/604",
    "Safari on iOS",
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140 Safari/537.36",
    "Chrome on Linux",
  ],
  ["curl/8.9.1", "curl"],
  ["", "Unknown device"],
])("%s is %s", (agent, words) => {
  expect(deviceWords(agent)).toBe(words);
});
