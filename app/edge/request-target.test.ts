import { expect, it } from "vitest";
import { parseTarget } from "@/app/edge/request-target";

it.each([
  ["/users?page=2", "/users?page=2", "/users"],
  ["/a%2Fb?x=%zz", "/a%2Fb?x=%zz", "/a%2Fb"],
  ["http://elsewhere.example/users?x=1", "/users?x=1", "/users"],
  ["HTTPS://elsewhere.example", "/", "/"],
])("reads %s", (target, url, pathname) => expect(parseTarget(target)).toEqual({ url, pathname }));

it.each(["/%zz", "/v1/%", "/%c3%28", "*", "users", "/users#top", "ftp://x/users"])(
  "does not read %j",
  (target) => expect(parseTarget(target)).toBeNull(),
);
