/** What of a style is drawn on paper, as far as it needs no page. */
import { expect, test } from "vitest";
import { isSeen } from "./colours.ts";
import { ringsOf } from "./svg.ts";

test("rings of a shadow are drawn from the undermost up; what is blurred or moved is no ring", () => {
  const shadow =
    "rgb(204, 31, 45) 0px 0px 0px 2px, rgba(255, 255, 255, 0.85) 0px 0px 0px 1px inset, rgb(0, 0, 0) 0px 2px 4px 0px";
  expect(ringsOf(shadow)).toEqual([
    { colour: "rgba(255, 255, 255, 0.85)", width: 1, inset: true },
    { colour: "rgb(204, 31, 45)", width: 2, inset: false },
  ]);
  expect(ringsOf("none")).toEqual([]);
  expect(ringsOf("rgb(0, 0, 0) 0px 0px 0px 0px")).toEqual([]);
});

test("a wholly transparent colour is not drawn, a faint one is", () => {
  expect(["transparent", "rgba(0, 0, 0, 0)"].map(isSeen)).toEqual([false, false]);
  expect(["rgba(0, 0, 0, 0.05)", "rgb(0, 0, 0)"].map(isSeen)).toEqual([true, true]);
});
