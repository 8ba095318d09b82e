/** How numbers and tokens are written. */
import { describe, expect, test } from "vitest";
import {
  count,
  decimal,
  duration,
  gigabytes,
  glyphs,
  grouped,
  megabytes,
  points,
  probability,
  sentence,
  spoken,
} from "./format.ts";

describe("numbers", () => {
  test("have a true minus, never a negative zero, and a dash where there is none", () => {
    expect([-1.25, 0.5, -0.0001, null, Number.NaN].map((value) => decimal(value, 2))).toEqual([
      "−1.25",
      "0.50",
      "0.00",
      "–",
      "–",
    ]);
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => decimal(value, 2))).toEqual([
      "∞",
      "−∞",
    ]);
  });

  test("probabilities are written as 0 or 1 only when they are exactly that", () => {
    const written = [0, Math.log(0.9999), Math.log(0.5), Math.log(1e-9), Number.NEGATIVE_INFINITY].map(
      probability,
    );
    expect(written).toEqual(["1.000", ">0.999", "0.500", "<0.001", "0.000"]);
  });

  test("amounts have their unit", () => {
    expect([megabytes(400), megabytes(52_345), megabytes(8_216_000)]).toEqual(["1 kB", "52 kB", "8.2 MB"]);
    expect([gigabytes(182_300_000), gigabytes(2_013_000_000)]).toEqual(["182 MB", "2.0 GB"]);
    expect([0.2, 28.4, 240, 7200].map(duration)).toEqual(["1 s", "28 s", "4 min", "2 h"]);
    expect([count(1, "token"), count(1174, "piece")]).toEqual(["1 token", "1,174 pieces"]);
  });
});

describe("tokens", () => {
  test("show their white space", () => {
    expect(glyphs(" a\n")).toEqual([
      { text: "·", mark: true },
      { text: "a", mark: false },
      { text: "↵", mark: true },
    ]);
    expect(glyphs("\u0005\u200b")).toEqual([
      { text: "x05", mark: true },
      { text: "x200b", mark: true },
    ]);
    expect(glyphs("")).toEqual([{ text: "…", mark: true }]);
    expect(glyphs("<end_of_utterance>")).toEqual([{ text: "end", mark: true }]);
    expect(glyphs("<image>")).toEqual([{ text: "<image>", mark: true }]);
    expect(glyphs("a<b>c")).toEqual([{ text: "a<b>c", mark: false }]);
  });

  test("are spoken so that they can be distinguished by ear", () => {
    expect([" ", "", " sign", "\n", "<|endoftext|>"].map(spoken)).toEqual([
      "space",
      "part of a character",
      "sign",
      "line break",
      "end of the answer",
    ]);
  });

  test("make a sentence without control tokens", () => {
    expect(sentence([" The", " sign", ".", "<end_of_utterance>"])).toBe("The sign.");
    expect(sentence([" a\n", "\u0015", "\u200bb"])).toBe("a\nb");
  });
});

test("thousands are apart as English writes them", () => {
  for (const whole of [0, 7, 999, 1000, 49_280, 1_048_576, 123_456_789])
    expect(grouped(whole)).toBe(whole.toLocaleString("en"));
});

test("differences of shares have their sign, and as many decimals as asked for", () => {
  expect([0.052, -0.002, 0].map((difference) => points(difference))).toEqual(["+5", "0", "0"]);
  expect([0.052, -0.002, -0.0004].map((difference) => points(difference, 1))).toEqual([
    "+5.2",
    "−0.2",
    "0.0",
  ]);
});
