import { expect, test } from "vitest";
import type { ImageId, ModelId } from "../../base/ids.ts";
import { failure, success } from "../../base/outcome.ts";
import { pictureAndText, picturesOf, type Showing } from "../views/showing.ts";
import { drawMap, type MapPorts } from "./draw-map.ts";
import { startSensitivity, USUAL_PLAN } from "./sensitivity.ts";

const showing = pictureAndText("m" as ModelId, { source: "i" as ImageId, edits: [] }, "What?");
const frame = { x: 0.5, y: 0, width: 0.5, height: 1 };
const request = { showing, frame, by: { kind: "blank" }, selected: null } as const;

/** Reads `perReplay` milliseconds a showing on a clock of its own and loses a nat everywhere. */
function portsOf(perReplay: number, parts: number[], read?: MapPorts["read"]): MapPorts {
  let time = 0;
  return {
    read: async (others) => {
      time += perReplay * others.length;
      parts.push(others.length);
      return (await read?.(others)) ?? success(others.map(() => [1]));
    },
    now: () => time,
    onPart: () => undefined,
  };
}

test("one replay is measured first, then as many go at once as take some tenths of a second", async () => {
  const [quick, slow]: [number[], number[]] = [[], []];
  await drawMap(request, startSensitivity(USUAL_PLAN), portsOf(100, quick));
  await drawMap(request, startSensitivity(USUAL_PLAN), portsOf(3000, slow));
  expect(quick.slice(0, 3)).toEqual([1, 4, 4]);
  expect(new Set(slow)).toEqual(new Set([1]));
  for (const parts of [quick, slow]) expect(parts.reduce((sum, part) => sum + part, 0)).toBe(72);
});

test("cells are those of the part of the source that the picture shows", async () => {
  let first: Showing | undefined;
  const read: MapPorts["read"] = async (others) => {
    first ??= others[0];
    return success(others.map(() => [1]));
  };
  await drawMap(request, startSensitivity(USUAL_PLAN), portsOf(100, [], read));
  expect(first === undefined ? null : picturesOf(first)[0]?.edits).toEqual([
    { kind: "degrade", by: { kind: "blank" }, within: { x: 0.5, y: 0, width: 1 / 16, height: 1 / 6 } },
  ]);
});

test("stopped, it ends with what it has; a fault is handed on", async () => {
  let left = 3;
  const stopping = portsOf(100, [], async () => (left-- > 0 ? (undefined as never) : success(null)));
  const stopped = await drawMap(request, startSensitivity(USUAL_PLAN), stopping);
  expect(stopped.ok && stopped.value.measured).toHaveLength(9);
  const failing = portsOf(100, [], async () => failure("outOfMemory", "full"));
  expect(await drawMap(request, startSensitivity(USUAL_PLAN), failing)).toMatchObject({
    fault: { message: "full" },
  });
});
