/** Keys of views: equal for equal images, and only for those. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ImageId } from "../base/ids.ts";
import { extent } from "../base/proof.testing.ts";
import { type Box, boxOfPixels } from "./box.ts";
import { crop, degradations, edits, key, large, show, shownAs, source, whole } from "./edits.testing.ts";
import type { Pixels } from "./pixels.ts";
import { type Degradation, type Edit, viewKey } from "./view.ts";

describe("the key of a view", () => {
  test("is equal only for equal pictures", () => {
    const seen = new Map<string, Pixels>();
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 3 }), (list) => {
        const shown = show(...list);
        const known = seen.get(key(...list));
        if (known) expect(known).toEqual(shown);
        seen.set(key(...list), shown);
      }),
      { numRuns: extent(100, 3000, "random views") },
    );
  });

  test("does not depend on form: noise of arithmetic, edits without effect, order of crop and mark", () => {
    const box = { x: 0.3, y: 0.25, width: 0.2, height: 0.5 };
    const mark: Edit = { kind: "mark", box };
    expect(key(mark)).toBe(key({ kind: "mark", box: { ...box, x: 0.1 + 0.2 } }));
    expect(key(mark, mark)).toBe(key(mark));
    expect(key(crop(whole))).toBe(key());
    expect(key(crop(box, 2), mark)).toBe(key(mark, crop(box, 2)));
    const blank: Edit = { kind: "degrade", by: { kind: "blank" } };
    expect(key(mark, blank, { kind: "degrade", by: { kind: "blur", radius: 3 } })).toBe(key(blank));
    expect(key({ kind: "degrade", by: { kind: "downsample", keep: 1 } })).toBe(key());
  });

  test("does not depend on the order or repetition of outlines, nor of erased regions, nor on what a blank hides", () => {
    const [a, b] = [
      { x: 0.1, y: 0.1, width: 0.4, height: 0.4 },
      { x: 0.3, y: 0.2, width: 0.6, height: 0.1 },
    ];
    const inner = { x: 0.2, y: 0.2, width: 0.1, height: 0.1 };
    const mark = (box: Box): Edit => ({ kind: "mark", box });
    const spoil = (by: Degradation, within?: Box): Edit =>
      within === undefined ? { kind: "degrade", by } : { kind: "degrade", by, within };
    const [grey, blank] = [{ kind: "grey" } as const, { kind: "blank" } as const];
    const same: readonly (readonly [readonly Edit[], readonly Edit[]])[] = [
      [
        [mark(a), mark(b), mark(a)],
        [mark(b), mark(a)],
      ],
      [
        [spoil(blank, inner), spoil(blank, b), spoil(blank, a)],
        [spoil(blank, a), spoil(blank, b)],
      ],
      [[spoil(blank, whole)], [spoil(blank)]],
      [[spoil(grey), spoil(grey)], [spoil(grey, whole)]],
      [
        [mark(a), spoil(blank), { kind: "shrink", by: 2 }, spoil(grey)],
        [{ kind: "shrink", by: 2 }, spoil(blank)],
      ],
      [[{ kind: "shrink", by: 1 }, spoil({ kind: "blur", radius: 0 }, a)], []],
    ];
    for (const [one, other] of same) {
      expect(key(...one)).toBe(key(...other));
      expect(show(...one)).toEqual(show(...other));
    }
  });

  test("does not depend on what is isolated twice, or wholly, or before a blank", () => {
    const isolated = (box: Box): Edit => ({ kind: "isolated", box });
    const box = { x: 0.3, y: 0.25, width: 0.2, height: 0.5 };
    const blank: Edit = { kind: "degrade", by: { kind: "blank" } };
    expect(key(isolated(box), isolated(box))).toBe(key(isolated(box)));
    expect(key(isolated(whole))).toBe(key());
    expect(key(isolated(box), blank)).toBe(key(blank));
    expect(key(blank, isolated(box))).toBe(key(blank));
    expect(key(blank, { kind: "resized" })).toBe(key({ kind: "resized" }, blank));
  });

  test("tells apart what looks different", () => {
    const box = { x: 0.3, y: 0.25, width: 0.2, height: 0.5 };
    const keys = [key(), key(crop(box)), key(crop(box, 2)), key({ kind: "mark", box })];
    expect(new Set([...keys, viewKey({ source: "1".repeat(64) as ImageId, edits: [] })]).size).toBe(5);
  });

  test("is equal for equal pictures of edits of one kind, and of a cut with one of them", () => {
    const grid = fc.integer({ min: 0, max: 5 });
    const onGrid = fc
      .tuple(grid, grid, grid, grid)
      .map(([x, y, w, h]) =>
        boxOfPixels({ x: x * 6, y: y * 6, width: 40 - w * 2, height: 40 - h * 2 }, large),
      );
    const one = (box: Box): fc.Arbitrary<Edit> =>
      fc.oneof(
        fc.constant<Edit>({ kind: "mark", box }),
        degradations.map((by): Edit => ({ kind: "degrade", by, within: box })),
        degradations.map((by): Edit => ({ kind: "degrade", by })),
        fc.constantFrom<Edit>({ kind: "shrink", by: 2 }, { kind: "shrink", by: 1 }),
        fc.constant<Edit>({ kind: "isolated", box }),
        fc.constantFrom<Edit>(crop(box), crop(box, 2)),
      );
    const list = fc.oneof(
      fc.array(onGrid, { maxLength: 3 }).map((all) => all.map((box): Edit => ({ kind: "mark", box }))),
      fc.array(onGrid, { maxLength: 3 }).map((all) => all.map((box) => crop(box))),
      onGrid.chain((box) => fc.array(one(box), { maxLength: 1 })),
      onGrid.map((box): Edit[] => [{ kind: "mark", box }, crop(whole, 2)]),
    );
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(list, (edits) => {
        const view = { source, edits };
        const shown = shownAs(view, large);
        const print = `${shown.width}×${shown.height} ${Buffer.from(shown.data).toString("base64")}`;
        expect(viewKey(view)).toBe(seen.get(print) ?? viewKey(view));
        seen.set(print, viewKey(view));
      }),
      { numRuns: extent(150, 5000, "random views") },
    );
  });
});
