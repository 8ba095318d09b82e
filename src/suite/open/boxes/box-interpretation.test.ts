import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Box } from "../../../view/box.ts";
import {
  BOX_INTERPRETATIONS,
  type BoxInterpretation,
  boxAround,
  interpretationName,
  interpretationWords,
  KNOWN_INTERPRETATION,
  parseInterpretation,
  readBox,
} from "./box-interpretation.ts";
import { boxesField, type DraftBox } from "./boxes-field.ts";
import { inferBoxes } from "./infer-boxes.ts";
import { QWEN_LIMITS, resizedSize } from "./resize-rule.ts";

const size = { width: 1000, height: 800 };

const plain = (numbers: readonly number[]): DraftBox => ({ numbers, corners: null, first: null, unit: null });

const SCALES = { pixels: [1000, 800], unit: [1, 1], thousandths: [1000, 1000] } as const;

/** Four numbers that mean `box` under a reading. */
function written(box: Box, { corners, first, unit }: BoxInterpretation): readonly number[] {
  const [across, down] = typeof unit === "string" ? SCALES[unit] : [0, 0];
  const [x, y, width, height] = [box.x * across, box.y * down, box.width * across, box.height * down];
  const last = corners === "size" ? [width, height] : [x + width, y + height];
  const [third = 0, fourth = 0] = last;
  return first === "x" ? [x, y, third, fourth] : [y, x, fourth, third];
}

/** Boxes on whole pixels. */
const boxes = fc
  .record({
    left: fc.integer({ min: 0, max: 990 }),
    top: fc.integer({ min: 0, max: 790 }),
    across: fc.double({ min: 0, max: 1, noNaN: true }),
    down: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ left, top, across, down }): Box => {
    const width = 3 + Math.floor(across * (size.width - left - 3));
    const height = 3 + Math.floor(down * (size.height - top - 3));
    return { x: left / 1000, y: top / 800, width: width / 1000, height: height / 800 };
  });

test.each(BOX_INTERPRETATIONS)(
  "$corners, $first first, $unit: what is written is read, on the same pixels",
  (reading) => {
    fc.assert(
      fc.property(boxes, (box) => {
        const read = readBox(plain(written(box, reading)), reading, size);
        if (!read.ok) throw new Error(read.fault.message);
        for (const side of ["x", "y", "width", "height"] as const)
          expect(read.value[side]).toBeCloseTo(box[side], 9);
      }),
    );
  },
);

// Large, and far from the origin: as corners of one another they would stick out or turn round.
const telling: readonly Box[] = [
  { x: 0.7, y: 0.7, width: 0.2, height: 0.2 },
  { x: 0.05, y: 0.05, width: 0.9, height: 0.9 },
];

test.each(BOX_INTERPRETATIONS)(
  "$corners, $first first, $unit: fits a suite that is written so",
  (reading) => {
    fc.assert(
      fc.property(fc.array(boxes, { maxLength: 20 }), (others) => {
        const all = [...telling, ...others];
        const choice = inferBoxes(all.map((box) => ({ boxes: [plain(written(box, reading))], size })));
        const fit = choice?.fits.find((each) => each.interpretation === reading);
        expect(fit?.records).toBe(all.length);
        // With y first nearly everything fits that fits with x first; such a reading is offered, not suspected.
        if (reading.first === "x") expect(choice?.alternatives).toContainEqual(reading);
      }),
    );
  },
);

describe("what fits", () => {
  const inferred = (...boxes: readonly (readonly number[])[]) =>
    inferBoxes(boxes.map((numbers) => ({ boxes: [plain(numbers)], size })));

  test("a doubtful suite says what else fits, and no box says nothing", () => {
    const choice = inferred([10, 20, 300, 400]);
    expect(choice?.interpretation).toEqual(KNOWN_INTERPRETATION);
    expect(choice?.reason).toContain("left, top, right, bottom in pixels");
    expect(choice?.reason).toContain("does not say");
    expect(choice?.alternatives.map(interpretationName)).toEqual([
      "xywh-pixels",
      "xyxy-pixels",
      "xyxy-thousandths",
      "xywh-thousandths",
    ]);
    expect(inferBoxes([{ boxes: [], size }])).toBeNull();
    expect(inferred([5000, 0, 1, 1])?.reason).toContain("No interpretation");
  });

  test("thousandths beyond a small picture are the only reading", () => {
    const small = { width: 640, height: 480 };
    const boxed = [
      [500, 250, 600, 375],
      [700, 650, 900, 975],
    ].map((numbers) => ({ boxes: [plain(numbers)], size: small }));
    expect(inferBoxes(boxed)?.alternatives.map(interpretationName)).toEqual(["xyxy-thousandths"]);
  });

  test("thousandths within a large picture are one of several", () => {
    const boxed = [{ boxes: [plain([500, 250, 600, 375])], size: { width: 4000, height: 3000 } }];
    const choice = inferBoxes(boxed);
    expect(choice?.alternatives.map(interpretationName)).toEqual([
      "xywh-pixels",
      "xyxy-pixels",
      "xyxy-thousandths",
    ]);
    expect(choice?.reason).toMatch(
      /^Fovea cannot know: its one box can be left.* does not say which is meant\.$/,
    );
  });

  test("what is documented of boxes that are written so decides among readings that fit", () => {
    const small = { width: 640, height: 480 };
    const gemini = boxesField({ box_2d: [250, 100, 375, 200] }) ?? [];
    const choice = inferBoxes([{ boxes: gemini, size: small }]);
    expect(choice?.alternatives.map(interpretationName)).toEqual(["yxyx-thousandths"]);
    expect(choice?.reason).toBe("This is documented for boxes in this notation; it fits its one box.");
    // Beyond 1000 they are none of Gemini's, whatever their field is called.
    const large = boxesField({ box_2d: [250, 100, 1375, 1200] }) ?? [];
    const pixels = inferBoxes([{ boxes: large, size: { width: 4000, height: 3000 } }]);
    expect(pixels?.alternatives.map(interpretationName)).toEqual(["yxyx-pixels"]);
    // Qwen2.5-VL and Qwen3-VL write the same name and do not mean the same.
    const qwen = boxesField({ bbox_2d: [100, 100, 200, 200] }) ?? [];
    expect(inferBoxes([{ boxes: qwen, size: small }])?.alternatives.map(interpretationName)).toEqual([
      "xyxy-pixels",
      "xyxy-thousandths",
    ]);
  });

  test("what the names of the numbers say is believed", () => {
    const named = boxesField({ xmin: 420, ymin: 300, xmax: 500, ymax: 360 }) ?? [];
    const choice = inferBoxes([{ boxes: named, size }]);
    expect(choice?.fits.every(({ interpretation: { corners } }) => corners === "opposite")).toBe(true);
    const gemini = boxesField({ box_2d: [250, 500, 375, 600] }) ?? [];
    expect(
      inferBoxes([{ boxes: gemini, size }])?.fits.every(({ interpretation: { first } }) => first === "y"),
    ).toBe(true);
  });
});

test.each([
  ["a list", { bbox: [1, 2, 3, 4] }, [[1, 2, 3, 4]], null],
  [
    "a list of lists",
    {
      bboxes: [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
    },
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
    null,
  ],
  ["Qwen's", { bbox_2d: [1, 2, 3, 4] }, [[1, 2, 3, 4]], "opposite"],
  ["Qwen's answer", { boxes: [{ bbox_2d: [1, 2, 3, 4], label: "x" }] }, [[1, 2, 3, 4]], "opposite"],
  ["Gemini's", { box_2d: [1, 2, 3, 4] }, [[1, 2, 3, 4]], "opposite"],
  ["a record of a corner and a size", { box: { x: 1, y: 2, width: 3, height: 4 } }, [[1, 2, 3, 4]], "size"],
  ["a record of corners", { bbox: { xmin: 1, ymin: 2, xmax: 3, ymax: 4 } }, [[1, 2, 3, 4]], "opposite"],
  ["columns of a corner and a size", { x: "1", y: "2", width: "3", height: "4" }, [[1, 2, 3, 4]], "size"],
  ["columns of corners", { Xmin: "1", Ymin: "2", Xmax: "3", Ymax: "4" }, [[1, 2, 3, 4]], "opposite"],
  ["a text", { bbox: "(1, 2, 3.5, 4)" }, [[1, 2, 3.5, 4]], null],
  ["a text of JSON", { bbox: "[1,2,3,4]" }, [[1, 2, 3, 4]], null],
  [
    "two points",
    {
      bbox: [
        [1, 2],
        [3, 4],
      ],
    },
    [[1, 2, 3, 4]],
    "opposite",
  ],
  ["two points as text", { bbox: "<|box_start|>(1,2),(3,4)<|box_end|>" }, [[1, 2, 3, 4]], "opposite"],
  ["an image's own size is no box", { width: 3, height: 4 }, [], undefined],
  ["nothing", { bbox: null, box: "" }, [], undefined],
])("boxes written as %s", (_, fields, numbers, corners) => {
  const boxes = boxesField(fields);
  expect(boxes?.map((box) => box.numbers)).toEqual(numbers);
  expect(boxes?.[0]?.corners).toBe(corners);
});

test.each([{ bbox: [1, 2, 3] }, { bbox: "1 2 3" }, { bbox: { x: 1 } }, { bbox: [[1, 2, 3, "x"]] }])(
  "no box: %j",
  (fields) => expect(boxesField(fields)).toBeNull(),
);

test("a reading's name on the command line leads back to it", () => {
  const resized = [QWEN_LIMITS, { kind: "size", width: 1036, height: 784 } as const];
  const all = [...BOX_INTERPRETATIONS, ...resized.map((unit) => ({ ...KNOWN_INTERPRETATION, unit }))];
  for (const reading of all)
    expect(parseInterpretation(interpretationName(reading))).toEqual({ ok: true, value: reading });
  const unknown = parseInterpretation("corners");
  expect(unknown.ok ? "" : unknown.fault.message).toContain("xyxy-thousandths");
  expect(interpretationWords({ corners: "opposite", first: "y", unit: "thousandths" })).toBe(
    "top, left, bottom, right in thousandths of the sides",
  );
});

// Values of transformers' smart_resize(height, width), factor 28 and the published limits, computed in Python.
test.each([
  [
    { width: 640, height: 480 },
    { width: 644, height: 476 },
  ],
  [
    { width: 1024, height: 768 },
    { width: 1036, height: 756 },
  ],
  [
    { width: 8000, height: 6000 },
    { width: 4116, height: 3080 },
  ],
  [
    { width: 40, height: 30 },
    { width: 84, height: 56 },
  ],
  [
    { width: 70, height: 98 },
    { width: 56, height: 112 },
  ],
])("Qwen resizes %j", (from, to) => {
  expect(resizedSize(from, QWEN_LIMITS)).toEqual(to);
});

test("a box in pixels of a resized picture", () => {
  const unit = { kind: "size", width: 500, height: 400 } as const;
  expect(readBox(plain([50, 40, 100, 80]), { corners: "opposite", first: "x", unit }, size)).toMatchObject({
    ok: true,
    value: { x: 0.1, y: 0.1, width: 0.1, height: 0.1 },
  });
});

test("boxes that cannot be meant are refused with the numbers and the image", () => {
  for (const numbers of [
    [10, 10, 0, 5],
    [10, 10, -5, 5],
    [900, 10, 200, 20],
    [1, 2, Number.NaN, 4],
  ]) {
    const read = readBox(plain(numbers), KNOWN_INTERPRETATION, size);
    expect(read.ok ? "" : read.fault.message).toContain("1000 × 800");
  }
  expect(readBox(plain([995, 0, 10, 20]), KNOWN_INTERPRETATION, size)).toMatchObject({
    ok: true,
    value: { x: 0.995, width: 0.005 },
  });
});

test("several targets are one region around them", () => {
  const around = boxAround([
    { x: 0.1, y: 0.5, width: 0.1, height: 0.1 },
    { x: 0.4, y: 0.2, width: 0.2, height: 0.1 },
  ]);
  expect(around?.x).toBeCloseTo(0.1, 12);
  expect(around?.y).toBeCloseTo(0.2, 12);
  expect(around?.width).toBeCloseTo(0.5, 12);
  expect(around?.height).toBeCloseTo(0.4, 12);
  expect(boxAround([])).toBeNull();
});
