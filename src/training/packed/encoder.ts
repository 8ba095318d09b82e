/** A vision encoder and its connector with weights that training changes: features of a picture, and gradients from those of features. */

import { type Outcome, success } from "../../base/outcome.ts";
import { gradientGraph, gradientOf } from "../../graph/backward/differentiate.ts";
import { joinsTiles, type ModelConfig } from "../../graph/config.ts";
import { encodeModel } from "../../graph/onnx.ts";
import { fedVisionEncoder } from "../../graph/vision-graph.ts";
import type { FloatTensor, Graph, ImageFeatures, TileGrid } from "../../model/adapter.ts";
import { floatOutput, integerTensor } from "../../model/tensors.ts";
import { fedParameters, type Parameters } from "./rows.ts";

/** What the encoder reads of a picture: the values of its tiles [tiles,3,S,S], and how they lie. */
export interface EncoderPixels {
  readonly values: FloatTensor;
  readonly grid: TileGrid;
}

export interface TrainedEncoder {
  /** The parameters of the encoder and the connector that are trained. */
  readonly trained: readonly string[];
  encode(pixels: EncoderPixels, parameters: Parameters): Promise<Outcome<ImageFeatures>>;
  /** The gradients of `trained`, given those of the features of a picture, [tiles, tokens, hidden]. */
  gradients(
    pixels: EncoderPixels,
    ofFeatures: Float32Array,
    parameters: Parameters,
  ): Promise<Outcome<Parameters>>;
}

/** Whether a parameter is one of the encoder or the connector. */
export function isOfEncoder(name: string): boolean {
  return name.startsWith("vision.") || name.startsWith("connector.");
}

const FEATURES = "image_features";

/**
 * The encoder of a model of which the parameters `all` are trained; null where none of them is the encoder's or the connector's. Graphs
 * are opened when they are first needed. Where convolutions run over the picture that tiles make together, a picture of one tile has a
 * graph of its own, since there is nothing to join.
 */
export function createEncoder(
  config: ModelConfig,
  all: readonly string[],
  open: (title: string, graph: Uint8Array<ArrayBuffer>) => Promise<Outcome<Graph>>,
): TrainedEncoder | null {
  const trained = all.filter(isOfEncoder);
  if (trained.length === 0) return null;
  const opened = new Map<string, Promise<Outcome<Graph>>>();
  const graphFor = (kind: "features" | "gradients", joined: boolean): Promise<Outcome<Graph>> => {
    const key = `${kind} ${joined}`;
    const build = () => {
      const forward = fedVisionEncoder({ ...config, joined_tiles: joined });
      return encodeModel(kind === "features" ? forward : gradientGraph(forward, FEATURES, trained));
    };
    const graph = opened.get(key) ?? open(`the vision encoder's ${kind}`, build());
    opened.set(key, graph);
    return graph;
  };
  const feedsOf = (
    graph: Graph,
    { values, grid }: EncoderPixels,
    joined: boolean,
    parameters: Parameters,
  ) => ({
    ...fedParameters({ config, arrays: null }, graph, parameters),
    pixel_values: values,
    ...(joined && { tile_grid: integerTensor([2], [grid.rows, grid.columns]) }),
  });
  const isJoined = ({ grid }: EncoderPixels): boolean => joinsTiles(config) && grid.rows * grid.columns > 0;
  return {
    trained,
    async encode(pixels, parameters) {
      const joined = isJoined(pixels);
      const graph = await graphFor("features", joined);
      if (!graph.ok) return graph;
      const ran = await graph.value.run(feedsOf(graph.value, pixels, joined, parameters), [FEATURES]);
      if (!ran.ok) return ran;
      const values = floatOutput(ran.value, FEATURES);
      return values.ok ? success({ values: values.value, grid: pixels.grid, mask: null }) : values;
    },
    async gradients(pixels, ofFeatures, parameters) {
      const joined = isJoined(pixels);
      const graph = await graphFor("gradients", joined);
      if (!graph.ok) return graph;
      const [tiles = 0] = pixels.values.dims;
      const dims = [tiles, config.image_tokens, config.hidden_size];
      const ran = await graph.value.run(
        {
          ...feedsOf(graph.value, pixels, joined, parameters),
          [gradientOf(FEATURES)]: { place: "host", dims, data: ofFeatures },
        },
        trained.map(gradientOf),
      );
      if (!ran.ok) return ran;
      const found = new Map<string, Float32Array>();
      for (const name of trained) {
        const gradient = floatOutput(ran.value, gradientOf(name));
        if (!gradient.ok) return gradient;
        found.set(name, gradient.value.data);
      }
      return success(found);
    },
  };
}
