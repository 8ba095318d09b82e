/** Relative attention layer by layer: no layer is right for every model, so all are shown (Zooming without Zooming, §5.4). */
import {
  type Attention,
  type CellRule,
  coverage,
  type Grid,
  largestShare,
  lift,
  pooledMap,
  RELATIVE_EPSILON,
  relativeMap,
  type UnitBox,
} from "./attention.ts";

/** One forward pass: its attention, the position that emits the first answer token, and where the picture's keys begin. */
export interface AttentionPass {
  readonly attention: Attention;
  readonly query: number;
  readonly firstKey: number;
}

export interface LayerAttention {
  /** The layer's number, counted from 0. */
  readonly layer: number;
  readonly map: Grid;
  /** The box's coverage under each rule for the cells that it cuts; null for a map without mass. */
  readonly coverage: Readonly<Record<CellRule, number | null>>;
  /** Coverage by overlap divided by the box's share of the picture: 1 for a uniform map. */
  readonly lift: number | null;
  readonly largestShare: number | null;
}

export interface SweepSettings {
  readonly grid: { readonly rows: number; readonly columns: number };
  readonly box: UnitBox;
  readonly epsilon?: number;
}

/** The relative map of one layer (question over generic prompt) and the box's coverage of it. */
export function layerAttention(
  layer: number,
  question: AttentionPass,
  generic: AttentionPass,
  { grid, box, epsilon = RELATIVE_EPSILON }: SweepSettings,
): LayerAttention {
  const pooled = ({ attention, query, firstKey }: AttentionPass): Grid =>
    pooledMap(attention, { layer, query, firstKey }, grid);
  const map = relativeMap(pooled(question), pooled(generic), epsilon);
  return {
    layer,
    map,
    coverage: {
      overlap: coverage(map, box, "overlap"),
      touched: coverage(map, box, "touched"),
      released: coverage(map, box, "released"),
    },
    lift: lift(map, box, "overlap"),
    largestShare: largestShare(map),
  };
}

/** The reading of every layer, from the first. */
export function sweepLayers(
  question: AttentionPass,
  generic: AttentionPass,
  settings: SweepSettings,
): readonly LayerAttention[] {
  const { layers } = question.attention;
  return Array.from({ length: layers }, (_, layer) => layerAttention(layer, question, generic, settings));
}
