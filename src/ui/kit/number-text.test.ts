import { expect, test } from "vitest";
import { plainNumber, typedNumber } from "./number-text.ts";

test.each([
  ["0,5", "0.5"],
  ["0.5", "0.5"],
  ["−0,25", "−0.25"],
  ["1.234,5", "1234.5"],
  ["1,234.5", "1234.5"],
  ["1,234,567", "1234567"],
  ["1.234.567", "1234567"],
  ["٠٫٥", "٠.٥"],
  ["０．５", "０.５"],
  ["12", "12"],
])("%s is %s", (written, plain) => {
  expect(plainNumber(written)).toBe(plain);
});

test("while typing, every comma becomes a point, and no character moves", () => {
  expect(typedNumber("0,")).toBe("0.");
  expect(typedNumber("12,5")).toBe("12.5");
});
