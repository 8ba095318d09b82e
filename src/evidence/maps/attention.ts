/**
 * Where a model looks, by its attention: the attention of the prompt's last position for the question, relative to a
 * generic prompt about the same image, layer by layer (Zooming without Zooming, arXiv 2602.11858, §5.4 and eq. 11; mllms_know, arXiv 2502.17422).
 */
import type { LayerAttention } from "../../math/attention/attention-sweep.ts";
import type { Box } from "../../view/box.ts";
import type { RunCard } from "../rollout.ts";
import type { Showing, TurnPart } from "../views/showing.ts";

/** The generic prompt in the released code of mllms_know. */
export const GENERIC_PROMPT = "Write a general description of the image.";

export interface AttentionRequest {
  readonly showing: Showing;
  /** The index of the image in the showing, from 0. */
  readonly picture: number;
  /** The box whose coverage is computed, in the unit square of the source image. */
  readonly box: Box;
}

/** What a model attended to in one image. */
export interface AttentionMaps extends AttentionRequest {
  /** The part of the source image that the view shows, which the grid covers. */
  readonly frame: Box;
  readonly rows: number;
  readonly columns: number;
  /** Every layer, from the first. */
  readonly layers: readonly LayerAttention[];
  readonly card: RunCard;
}

/** The same images with the generic prompt in place of the question. */
export function genericShowing(showing: Showing): Showing {
  const generic: TurnPart = { kind: "text", text: GENERIC_PROMPT };
  const first = showing.parts.findIndex(({ kind }) => kind === "text");
  const parts = showing.parts.flatMap((part, index): readonly TurnPart[] => {
    if (part.kind === "picture") return [part];
    return index === first ? [generic] : [];
  });
  return { ...showing, parts };
}
