import { expect, test } from "vitest";
import { readPagePlace, writePagePlace } from "@/domain/requests/page-place";

const place = {
  userId: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e30",
  accountId: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e31",
};

test("a page's place comes back out of its header", () => {
  expect(readPagePlace(writePagePlace(place))).toEqual(place);
});

test.each([null, "", place.userId, `${place.userId}.`, `${writePagePlace(place)}.`, "a.b"])(
  "%o names no place",
  (value) => {
    expect(readPagePlace(value)).toBeNull();
  },
);
