import fc from "fast-check";
import { expect, test } from "vitest";
import { readLessonLink, withLessonLink } from "./lesson-link.ts";

test("reads a lesson, its page counted from 1, and whether controls are hidden", () => {
  expect(readLessonLink("?lesson=gap&page=2")).toEqual({ lesson: "gap", page: 1, plain: false });
  expect(readLessonLink("?run=wasm&lesson=gap&plain")).toEqual({ lesson: "gap", page: 0, plain: true });
  expect(readLessonLink("?lesson=")).toEqual({ lesson: null, page: 0, plain: false });
  expect(readLessonLink("?run=wasm")).toBeNull();
  for (const page of ["0", "-1", "1.5", "x", ""])
    expect(readLessonLink(`?lesson=gap&page=${page}`)?.page).toBe(0);
});

test("writes what it reads, and leaves the rest of the address alone", () => {
  const link = fc.record({
    lesson: fc.constantFrom("gap", "top-k"),
    page: fc.nat({ max: 7 }),
    plain: fc.boolean(),
  });
  fc.assert(
    fc.property(link, (asked) => {
      const search = withLessonLink("?run=wasm&lesson=old&page=9&plain", asked);
      expect(readLessonLink(search)).toEqual(asked);
      expect(new URLSearchParams(search).get("run")).toBe("wasm");
    }),
  );
  expect(withLessonLink("?lesson=gap&page=2&plain", null)).toBe("");
  expect(withLessonLink("?run=wasm&lesson=gap", null)).toBe("?run=wasm");
});
