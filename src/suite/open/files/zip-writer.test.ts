import fc from "fast-check";
import { expect, test } from "vitest";
import { filesOfZip } from "./zip.ts";
import { packZip } from "./zip-writer.ts";

test("what is packed is opened again", async () => {
  const file = fc.record({
    path: fc.stringMatching(/^[a-z0-9ä][a-z0-9ä./]{0,9}[a-z0-9ä]$/).filter((path) => !/\.|\/\//.test(path)),
    bytes: fc.uint8Array({ maxLength: 50 }).map((bytes) => new Uint8Array(bytes)),
  });
  const files = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(files, async (packed) => {
      const opened = await filesOfZip(await packZip(packed));
      if (!opened.ok) throw new Error(opened.fault.message);
      const read = await Promise.all(
        opened.value.map(async ({ path, read: bytesOf }) => {
          const bytes = await bytesOf();
          return { path, bytes: bytes.ok ? bytes.value : null };
        }),
      );
      expect(read).toEqual(packed);
    }),
    { numRuns: 20 },
  );
});

test("the same files make the same archive", async () => {
  const files = [{ path: "a.txt", bytes: new TextEncoder().encode("hello") }];
  const [first, second] = [await packZip(files), await packZip(files)];
  expect(new Uint8Array(await first.arrayBuffer())).toEqual(new Uint8Array(await second.arrayBuffer()));
});
