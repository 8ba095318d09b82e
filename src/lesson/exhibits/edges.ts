/**
 * One model read the same questions with full images of four sizes: accuracy under each condition of the gap, and one of the
 * questions with its answers. Recorded by `npm run examples -- edges` from the shipped weights.
 */
import { GAP_PARTS, type GapCondition, type GapPart } from "../../evidence/gap.ts";
import recording from "./edges.json" with { type: "json" };

/** A mean from 0 to 1, or a difference of two, with its 95 % interval. */
export interface Figure {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** What was measured with full images of one longest edge, in pixels. */
export interface EdgeFigures {
  readonly edge: number;
  readonly accuracies: Readonly<Record<GapCondition, Figure>>;
  readonly gaps: Readonly<Record<GapPart, Figure>>;
  /** The model's answers to the one question. */
  readonly answers: Readonly<Record<GapCondition, { readonly text: string; readonly right: boolean }>>;
}

export interface EdgesRecording {
  readonly model: { readonly id: string; readonly title: string; readonly weightsSha256: string };
  readonly suite: string;
  readonly items: number;
  /** The one question: its image's address, size, and evidence box [x, y, width, height] in pixels. */
  readonly item: {
    readonly id: string;
    readonly image: string;
    readonly width: number;
    readonly height: number;
    readonly box: readonly number[];
    readonly question: string;
    readonly answer: string;
  };
  /** From the smallest edge to the largest. */
  readonly edges: readonly EdgeFigures[];
}

export const EDGES: EdgesRecording = recording;

/** The figures for an edge; those of the largest where there are none. */
export function figuresAt(edge: number): EdgeFigures {
  const found = EDGES.edges.find((each) => each.edge === edge) ?? EDGES.edges.at(-1);
  if (found === undefined) throw new Error("The recording has no edges.");
  return found;
}

/** The part of the gap that is largest at an edge, as an index into GAP_PARTS. */
export function largestPartAt(edge: number): number {
  const { gaps } = figuresAt(edge);
  const means = GAP_PARTS.map((part) => gaps[part].mean);
  return means.indexOf(Math.max(...means));
}
