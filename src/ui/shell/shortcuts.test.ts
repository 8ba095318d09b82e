import { expect, test } from "vitest";
import { isComposing } from "../shared/composing.ts";
import { capsOf, intentOf, latinKey, type Press, SHORTCUTS } from "./shortcuts.ts";

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test("keys map to their intents, with either command key", () => {
  expect(intentOf(press("r"), false)).toBe("answer");
  expect(intentOf(press("R", { shiftKey: true }), false)).toBe("answer");
  expect(intentOf(press("Enter", { ctrlKey: true }), false)).toBe("answer");
  expect(intentOf(press("Escape"), false)).toBe("stop");
  expect(intentOf(press("z", { metaKey: true }), false)).toBe("undo");
  expect(intentOf(press("Z", { metaKey: true, shiftKey: true }), false)).toBe("redo");
  expect(intentOf(press("y", { ctrlKey: true }), false)).toBe("redo");
  expect(intentOf(press("?", { shiftKey: true }), false)).toBe("help");
});

test("keys that the browser or a part of the page needs map to nothing", () => {
  expect(intentOf(press("r", { ctrlKey: true }), false)).toBeNull();
  expect(intentOf(press("r", { altKey: true }), false)).toBeNull();
  expect(intentOf(press("Enter"), false)).toBeNull();
  expect(intentOf(press("ArrowLeft"), false)).toBeNull();
});

test("in a text field, letters and its own undo stay with it", () => {
  for (const key of ["r", "?", "Enter"]) expect(intentOf(press(key), true)).toBeNull();
  expect(intentOf(press("z", { ctrlKey: true }), true)).toBeNull();
  expect(intentOf(press("Enter", { ctrlKey: true }), true)).toBe("answer");
  expect(intentOf(press("Escape"), true)).toBe("stop");
});

test("no chord has two meanings, and each is listed", () => {
  const listened = SHORTCUTS.flatMap(({ shortcuts }) =>
    shortcuts.filter(({ intent }) => intent !== undefined),
  );
  const printed = listened.flatMap(({ chords }) => chords.map((chord) => capsOf(chord, false).join("+")));
  expect(new Set(printed).size).toBe(printed.length);
  expect(printed).toContain("Ctrl+Shift+Z");
  expect(capsOf({ key: "Enter", mod: true }, true)).toEqual(["⌘", "Enter"]);
  expect(capsOf({ key: "ArrowUp", shift: true }, true)).toEqual(["Shift", "↑"]);
});

test.each([
  ["к", "KeyR", {}, "answer"],
  ["я", "KeyZ", { ctrlKey: true }, "undo"],
  ["Я", "KeyZ", { ctrlKey: true, shiftKey: true }, "redo"],
  ["ס", "KeyX", {}, null],
  ["ر", "KeyR", {}, "answer"],
  ["ρ", "KeyR", {}, "answer"],
  ["؟", "Slash", { shiftKey: true }, "help"],
  ["ㄐ", "KeyR", {}, "answer"],
] as const)("%s at %s, of a keyboard without Latin letters, with %j: %s", (key, code, held, intent) => {
  expect(intentOf(press(key, { code, ...held }), false)).toBe(intent);
});

test("on a Latin keyboard the characters count, wherever their keys are", () => {
  expect(intentOf(press("z", { code: "KeyY", ctrlKey: true }), false)).toBe("undo");
  expect(latinKey({ key: "é", code: "Digit2", shiftKey: false })).toBe("é");
  expect(latinKey({ key: "٠", code: "Digit0", shiftKey: false })).toBe("0");
});

test("Enter that ends a composition belongs to the input method, in Safari’s order of events too", () => {
  expect(isComposing({ isComposing: true, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
});
