import { expect, test } from "vitest";
import { addressStatus } from "@/app/address-status";

const lists = ["/integrations/api-access", "/audit/inventory"];

const statusOf = (search: string, path: string) => addressStatus(new URL(`http://desk.test${path}${search}`));

test("an address that asks for what does not exist is answered 422", () => {
  for (const search of [
    "?page=-1",
    "?page=0",
    "?page=abc",
    "?page=1&page=2",
    "?sort=evil",
    "?dir=sideways",
    "?per=7",
    "?status=imaginary",
    "?type=gateway",
    "?actsAs=me",
    `?q=${"x".repeat(201)}`,
  ]) {
    for (const path of lists) expect(statusOf(search, path), path + search).toBe(422);
  }
});

test("an address that the list can show, and one with keys that are not its own, keep their status", () => {
  for (const search of [
    "",
    "?page=2&per=25&sort=name&dir=asc&cols=name,notes",
    "?page=last-3",
    "?status=active,disabled&type=impersonation&q=nightly",
    "?utm_source=mail",
  ]) {
    for (const path of lists) expect(statusOf(search, path), path + search).toBeUndefined();
  }
});

test("of lists whose other values fall back, a page that cannot be and a search that nothing can hold are answered 422", () => {
  for (const path of ["/users", "/users/templates", "/organizations", "/reviews", "/reviews/some-id"]) {
    for (const search of ["?page=9999999", "?page=-1", "?page=0", "?page=abc", "?page=99999999", "?q=%00"])
      expect(statusOf(search, path), path + search).toBe(422);
    for (const search of [
      "",
      "?page=",
      "?page=1000000",
      "?page=2&page=3",
      "?sort=evil",
      `?q=${"x".repeat(201)}`,
    ])
      expect(statusOf(search, path), path + search).toBeUndefined();
  }
});

test("other pages are left alone", () => {
  expect(statusOf("?page=-1", "/users/invitations")).toBeUndefined();
});
