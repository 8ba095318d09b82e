/** The graphs of a model that is trained, and what its decoder is differentiated by. */

import type { Graph } from "../../model/adapter.ts";
import { isOfEncoder, type TrainedEncoder } from "./encoder.ts";
import { type DecoderGraphs, EMBEDDINGS } from "./rows.ts";

/** Those of a decoder that is trained, and of the vision encoder where that is trained, too. */
export interface TrainedGraphs extends DecoderGraphs {
  /** From d(logits) to the gradients of `wantedOf(trained)`. */
  readonly gradient: Graph;
  /** Parameters of the decoder, and the embeddings. */
  readonly trained: readonly string[];
  /** Null where the encoder and the connector stand still. */
  readonly encoder: TrainedEncoder | null;
}

/** Those of the decoder and the embeddings, whose gradients the decoder's graph gives. */
export function ofDecoder(trained: readonly string[]): readonly string[] {
  return trained.filter((name) => !isOfEncoder(name));
}

/** What the decoder is given at each place: of the embeddings, or of a picture's features. */
const EMBEDS = "inputs_embeds";

/** What the decoder's gradient graph is differentiated by: where the embeddings are trained, by what was looked up in them, too, which comes last. */
export function wantedOf(trained: readonly string[]): readonly string[] {
  return trained.includes(EMBEDDINGS) ? [...trained, EMBEDS] : trained;
}
