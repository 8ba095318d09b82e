/** Large pictures in cells: quickly, and without holding up the page meanwhile. */
import { expect, test } from "vitest";
import { folder, pngHeader } from "../folder-fixture.testing.ts";
import { openSuite } from "../open-suite.ts";

test("ten pictures of four megabytes in a table open within three seconds, in pieces", async () => {
  const size = { width: 640, height: 480 };
  const rows = Array.from({ length: 10 }, (_, index) => {
    const picture = new Uint8Array(4e6).fill(index);
    picture.set(pngHeader(size));
    return `${index}\t${Buffer.from(picture).toString("base64")}\tWhat?\tred`;
  });
  const files = folder({ "big.tsv": ["index\timage\tquestion\tanswer", ...rows].join("\n") });
  let turns = 0;
  const clock = setInterval(() => turns++, 1);
  const began = performance.now();
  const suite = await openSuite(files);
  const took = performance.now() - began;
  clearInterval(clock);
  expect(suite.ok && suite.value.entries.map((entry) => entry.size)).toEqual(rows.map(() => size));
  expect(suite.ok && new Set(suite.value.entries.map(({ path }) => path)).size).toBe(10);
  expect(took).toBeLessThan(3000);
  expect(turns).toBeGreaterThan(3);
});
