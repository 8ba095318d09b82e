import { expect, test } from "vitest";
import type { ImageId, ModelId } from "../base/ids.ts";
import { closerWindows, likeliestWindow, windowShowing } from "./closer.ts";
import { pictureAndText, picturesOf } from "./showing.ts";

const frame = { x: 0.5, y: 0, width: 0.5, height: 1 };

test("nine windows of half the sides, a quarter apart, within the frame", () => {
  const windows = closerWindows(frame);
  expect(windows).toHaveLength(9);
  expect(windows[0]).toEqual({ x: 0.5, y: 0, width: 0.25, height: 0.5 });
  expect(windows[8]).toEqual({ x: 0.75, y: 0.5, width: 0.25, height: 0.5 });
});

test("the window under which the selected tokens lose least", () => {
  const windows = closerWindows(frame).slice(0, 3);
  const losses = [
    [1, -3],
    [-2, 4],
    [0, -3],
  ];
  expect(likeliestWindow(windows, losses, null)).toBe(windows[2]);
  expect(likeliestWindow(windows, losses, [0])).toBe(windows[1]);
  expect(likeliestWindow(windows, losses, [1])).toBe(windows[0]);
  expect(likeliestWindow([], [], null)).toBeNull();
});

test("a window of a cropped picture is a window of its source", () => {
  const crop = { kind: "crop", box: frame, scale: 2 } as const;
  const showing = pictureAndText("m" as ModelId, { source: "i" as ImageId, edits: [crop] }, "What?");
  const window = { x: 0.5, y: 0, width: 0.25, height: 0.5 };
  expect(picturesOf(windowShowing(showing, window))[0]?.edits).toEqual([
    crop,
    { kind: "crop", box: window, scale: 1 },
  ]);
});
