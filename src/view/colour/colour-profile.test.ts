/** Pictures of every format, with and without profiles, made by Pillow and Little CMS. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../base/proof.testing.ts";
import { sniff } from "../header/header.ts";
import { hasOtherColours, isSrgb } from "./colour-profile.ts";
import vectors from "./colour-profile.vectors.json" with { type: "json" };

const files = vectors.files.map(({ file, ...facts }) => {
  const bytes = new Uint8Array(Buffer.from(file, "base64"));
  const header = sniff(bytes);
  if (!header.ok) throw new Error(header.fault.message);
  return { ...facts, bytes, format: header.value.format };
});

test.each(files)(
  "$format with the profile $profile: other colours $other",
  async ({ bytes, format, other }) => {
    expect(await hasOtherColours(bytes, format)).toBe(other);
  },
);

test("no bytes make it throw or run on", async () => {
  const changes = fc.array(fc.tuple(fc.nat(1200), fc.nat(255)), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), changes, fc.nat(3000), async (file, changed, length) => {
      const bytes = file.bytes.slice(0, length);
      for (const [at, value] of changed) if (at < bytes.length) bytes[at] = value;
      expect(typeof (await hasOtherColours(bytes, file.format))).toBe("boolean");
      expect(typeof isSrgb(bytes)).toBe("boolean");
    }),
    { numRuns: extent(100, 5000, "random profiles") },
  );
});
