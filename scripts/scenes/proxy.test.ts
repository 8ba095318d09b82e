/** The proxy for printed text: fixed, and apart from what is trained on. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import faces from "../../src/scene/text/faces.json" with { type: "json" };
import proxy from "../../training/proxy/index.json" with { type: "json" };

const packed = readFileSync(new URL(`../../training/proxy/${proxy.file}`, import.meta.url));

test("is the file that was committed before anything was trained on text", () => {
  const committed = "050a584dd69b07bb0bce295e3d676014e69df882fb78c068037df82658b76c7b";
  expect(proxy.sha256).toBe(committed);
  expect(createHash("sha256").update(packed).digest("hex")).toBe(committed);
});

test("has 400 lines of 1 to 45 characters, half of them of at most 16, one after the other in its file", () => {
  const lengths = proxy.lines.map(({ text }) => text.length);
  expect(lengths.length).toBe(400);
  expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 45]);
  expect(lengths.filter((length) => length <= 16).length).toBeGreaterThanOrEqual(200);
  expect(proxy.lines.filter(({ text }) => !/^[!-~]([ -~]*[!-~])?$/.test(text))).toEqual([]);
  let offset = 0;
  for (const line of proxy.lines) {
    expect(line.offset).toBe(offset);
    offset += line.width * line.height;
  }
  expect(gunzipSync(packed).length).toBe(offset);
});

test("uses at least 10 faces that no scene has, and at least 5 looks", () => {
  const used = new Set(proxy.lines.map(({ font }) => font));
  expect(used.size).toBeGreaterThanOrEqual(10);
  expect([...used].filter((face) => face in faces)).toEqual([]);
  expect(new Set(proxy.lines.map(({ look }) => look)).size).toBeGreaterThanOrEqual(5);
});
