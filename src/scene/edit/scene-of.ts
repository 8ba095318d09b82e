/** An edited scene as it begins, and as the scene that is painted and asked about. */
import { layoutOf, whereOf } from "../layout/layout.ts";
import { lineAt } from "../layout/panels.ts";
import { margin, shareOf } from "../layout/places.ts";
import { nameOf } from "../layout/words.ts";
import type { Panel, Place, PrintedLine, Scene, Thing } from "../scene.ts";
import type { EditedScene, PrintedSurface, Sticker } from "./edited-scene.ts";
import { boxOf } from "./fitting.ts";

let known: EditedScene | null = null;

/** The scene of a seed before any edit. Things are numbered from 0, surfaces after them. The last one is kept. */
export function startOf(seed: number): EditedScene {
  known = known?.seed === seed ? known : laidOut(seed);
  return known;
}

function laidOut(seed: number): EditedScene {
  const { width, height, background, things, panels } = layoutOf(seed);
  const stickers = things.flatMap(({ box, area: _, ...kind }, id): readonly Sticker[] =>
    kind.dim === "text"
      ? []
      : [{ id, kind, place: box, turn: 0, look: { from: "scene", index: id }, arranged: null }],
  );
  const surfaces = panels.map(({ kind, box: [x, y, w, h] }, index): PrintedSurface => {
    const lines = things.flatMap((thing): readonly (PrintedLine & { readonly where: string })[] =>
      thing.dim === "text" && thing.panel === index
        ? [
            {
              text: thing.text,
              font: thing.font,
              size: thing.size,
              box: [thing.box[0] - x, thing.box[1] - y, thing.box[2], thing.box[3]],
              where: thing.where,
            },
          ]
        : [],
    );
    const under = stickers.find(({ kind: each }) => lines[0]?.where === `under ${nameOf(each)}`);
    return {
      id: stickers.length + index,
      base: { kind, size: [w, h], lines: lines.map(({ where: _, ...line }) => line) },
      corner: [x, y],
      scale: 100,
      texts: lines.map(({ text }) => text),
      look: { from: "scene", index },
      under: kind === "caption" ? (under?.id ?? null) : null,
    };
  });
  return { seed, width, height, background, stickers, surfaces };
}

/** A line that a surface still has: which one of its base, and where it stands in the scene. */
export interface StandingLine extends PrintedLine {
  readonly index: number;
}

/** The lines of a surface from its own corner, and the size that they give it. */
function linesFrom({ base, scale, texts }: PrintedSurface) {
  const factor = scale / 100;
  const lines = base.lines.flatMap((line, index): readonly StandingLine[] => {
    const text = texts[index] ?? null;
    if (text === null) return [];
    if (text === line.text && scale === 100) return [{ ...line, index }];
    const [x, y] = line.box;
    return [{ ...lineAt(text, line.font, line.size * factor, x * factor, y * factor), index }];
  });
  const pad = Math.ceil(factor * Math.min(...base.lines.map(({ box }) => box[0])));
  const reach = Math.max(0, ...lines.map(({ box }) => box[0] + box[2] + pad));
  const whole = texts.every((text, i) => text === base.lines[i]?.text) && scale === 100;
  const width = whole ? base.size[0] : Math.max(Math.ceil(base.size[0] * factor), reach);
  return { lines, size: [width, whole ? base.size[1] : Math.ceil(base.size[1] * factor)] as const };
}

/** Where a surface stands. */
export function boxOfSurface(surface: PrintedSurface): Place {
  const { size } = linesFrom(surface);
  return [...surface.corner, ...size];
}

/** The lines of a surface where they stand in the scene. */
export function linesOf(surface: PrintedSurface): readonly StandingLine[] {
  const [x, y] = surface.corner;
  return linesFrom(surface).lines.map((line) => {
    const [left, top, w, h] = line.box;
    return { ...line, box: [x + left, y + top, w, h] };
  });
}

/** Whether a surface lies in the scene with room around it, each line wider than nothing. */
export function surfaceFits(surface: PrintedSurface, { width, height }: EditedScene): boolean {
  const [x, y, w, h] = boxOfSurface(surface);
  return x >= margin && y >= margin && x + w <= width - margin && y + h <= height - margin;
}

/** What a line is called among those that are left; a caption whose thing was removed is called by nothing else. */
export function whereStands(scene: EditedScene, surface: PrintedSurface, line: number): string {
  const left = surface.texts.flatMap((text, index) => (text === null ? [] : [index]));
  const above = scene.stickers.find(({ id }) => id === surface.under);
  const name = above === undefined ? "the caption" : nameOf(above.kind);
  return whereOf(surface.base.kind, left.indexOf(line), left.length, name);
}

/** What the parts of a scene come from: the id of each, and the line of a surface. */
export interface Part {
  readonly id: number;
  readonly line: number | null;
}

/** The scene to be painted and asked about, and which part each of its things is. The largest things come first. */
export function sceneOf(edited: EditedScene): { readonly scene: Scene; readonly parts: readonly Part[] } {
  const { seed, width, height, background, stickers, surfaces } = edited;
  const size = [width, height] as const;
  const laid = stickers.map(({ id, kind, place, turn, look }): readonly [Thing, Part] => {
    const box = boxOf(kind, place, turn);
    const turned = turn === 0 ? {} : { turned: { degrees: turn, width: place[2], height: place[3] } };
    return [
      { ...kind, box, area: shareOf(box, size), ...turned, look },
      { id, line: null },
    ];
  });
  laid.sort(([one], [other]) => other.area - one.area);
  const panels = surfaces.map(
    (surface): Panel => ({
      kind: surface.base.kind,
      box: boxOfSurface(surface),
      look: surface.look,
    }),
  );
  const printed = surfaces.flatMap((surface, panel) =>
    linesOf(surface).map(({ index, ...line }): readonly [Thing, Part] => [
      {
        dim: "text",
        ...line,
        where: whereStands(edited, surface, index),
        panel,
        area: shareOf(line.box, size),
      },
      { id: surface.id, line: index },
    ]),
  );
  const all = [...laid, ...printed];
  return {
    scene: { seed, width, height, background, panels, things: all.map(([thing]) => thing) },
    parts: all.map(([, part]) => part),
  };
}
