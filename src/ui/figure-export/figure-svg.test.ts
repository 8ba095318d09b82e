/** Which styles become marks, as far as that can be tested without a page. */
import { expect, test } from "vitest";
import { isSeen } from "./colours.ts";
import { ringsOf } from "./svg.ts";

test("rings of a shadow are painted from the bottom up; blurred or offset shadows are no rings", () => {
  const shadow =
    "rgb(204, 31, 45) 0px 0px 0px 2px, rgba(255, 255, 255, 0.85) 0px 0px 0px 1px inset, rgb(0, 0, 0) 0px 2px 4px 0px";
  expect(ringsOf(shadow)).toEqual([
    { colour: "rgba(255, 255, 255, 0.85)", width: 1, inset: true },
    { colour: "rgb(204, 31, 45)", width: 2, inset: false },
  ]);
  expect(ringsOf("none")).toEqual([]);
  expect(ringsOf("rgb(0, 0, 0) 0px 0px 0px 0px")).toEqual([]);
});

test("a fully transparent colour is invisible, a faint one is not", () => {
  expect(["transparent", "rgba(0, 0, 0, 0)"].map(isSeen)).toEqual([false, false]);
  expect(["rgba(0, 0, 0, 0.05)", "rgb(0, 0, 0)"].map(isSeen)).toEqual([true, true]);
});
