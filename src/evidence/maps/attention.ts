/**
 * Where a model looks by its own attention: the prompt's last position, question against a generic prompt about the same
 * picture, layer by layer (Zooming without Zooming, arXiv 2602.11858, §5.4 and eq. 11; mllms_know, arXiv 2502.17422).
 */
import type { LayerAttention } from "../../math/attention/attention-sweep.ts";
import type { Box } from "../../view/box.ts";
import type { RunCard } from "../rollout.ts";
import type { Part, Showing } from "../views/showing.ts";

/** The constant of mllms_know's release that the question is held against. */
export const GENERIC_PROMPT = "Write a general description of the image.";

export interface AttentionRequest {
  readonly showing: Showing;
  /** Which of the showing's pictures is asked about, from 0. */
  readonly picture: number;
  /** Whose coverage is asked for, in the unit square of the source image. */
  readonly box: Box;
}

/** What a model attended to of one picture. */
export interface AttentionMaps extends AttentionRequest {
  /** The part of the source image that the picture shows, which the grid covers. */
  readonly frame: Box;
  readonly rows: number;
  readonly columns: number;
  /** Every layer, from the first. */
  readonly layers: readonly LayerAttention[];
  readonly card: RunCard;
}

/** The same pictures with the generic prompt in the place of what was asked. */
export function genericShowing(showing: Showing): Showing {
  const generic: Part = { kind: "text", text: GENERIC_PROMPT };
  const first = showing.parts.findIndex(({ kind }) => kind === "text");
  const parts = showing.parts.flatMap((part, index): readonly Part[] => {
    if (part.kind === "picture") return [part];
    return index === first ? [generic] : [];
  });
  return { ...showing, parts };
}
