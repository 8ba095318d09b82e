/**
 * Caches the image features of views and the prefixes of prompts. Each is computed once per weights and kept while it is
 * likely to be used again.
 */
import { type Outcome, success } from "../../../base/outcome.ts";
import { type Weights, weightsKey } from "../../../base/weights.ts";
import { isCrop, type Showing, type ShownImage, showingKey } from "../../../evidence/views/showing.ts";
import type { ImageFeatures, OpenModel, Prefix, PromptPart } from "../../../model/adapter.ts";
import { applyView, type Pixels } from "../../../view/pixels.ts";
import { viewKey } from "../../../view/view.ts";
import type { ImageStore } from "../images/images.ts";
import { createRecent, type Shared, share } from "./recently-used.ts";

/** How many images' features and how many prompts' prefixes are kept. */
const KEPT_FEATURES = 32;
const KEPT_PREFIXES = 6;

/** The longest edges of a showing; what its model's manifest says where they are left out. */
type Edges = Pick<Showing, "longestEdge" | "cropLongestEdge">;

type OnStage = (stage: "encode" | "prefill") => void;

export interface PromptCache extends Disposable {
  /** An image as a model is shown it, before the model's own preprocessing, and the model at the longest edge that it takes. */
  shown(image: ShownImage, edges: Edges): Outcome<{ readonly pixels: Pixels; readonly reader: OpenModel }>;
  /** The prefix of a showing's prompt, computed once for all callers; each caller releases what it borrows. */
  prefix(showing: Showing, onStage: OnStage): Promise<Outcome<Prefix>>;
}

/** A prefix whose disposal releases its reference, once, instead of the memory. */
function borrowed(shared: Shared<Prefix>, { sequence, pending, attend }: Prefix): Prefix {
  let held = true;
  return {
    sequence,
    pending,
    attend,
    [Symbol.dispose]() {
      if (held) shared.drop();
      held = false;
    },
  };
}

/** Images as `model` is shown them. */
function imagesAsShown(model: OpenModel, images: ImageStore): PromptCache["shown"] {
  const reader = (longestEdge: number | undefined): Outcome<OpenModel> =>
    longestEdge === undefined || longestEdge === model.tiling?.longestEdge
      ? success(model)
      : model.withLongestEdge(longestEdge);
  return (image, { longestEdge, cropLongestEdge }) => {
    const source = images.get(image.view.source);
    if (!source.ok) return source;
    const pixels = applyView(image.view, source.value, (picture, edge) => {
      const full = reader(edge ?? longestEdge);
      return full.ok ? full.value.resized(picture) : full;
    });
    if (!pixels.ok) return pixels;
    const read = reader(
      isCrop(image) ? (cropLongestEdge ?? model.cropEdge(pixels.value) ?? longestEdge) : longestEdge,
    );
    return read.ok ? success({ pixels: pixels.value, reader: read.value }) : read;
  };
}

/** `weights` returns the current weights: entries of other weights are not found. */
export function createPromptCache(model: OpenModel, weights: () => Weights, images: ImageStore): PromptCache {
  const features = createRecent<Promise<Outcome<ImageFeatures>>>(KEPT_FEATURES, () => undefined);
  const prefixes = createRecent<Shared<Prefix>>(KEPT_PREFIXES, (shared) => shared.drop());

  const shown = imagesAsShown(model, images);

  const encode = async (image: ShownImage, edges: Edges): Promise<Outcome<ImageFeatures>> => {
    const made = shown(image, edges);
    return made.ok ? made.value.reader.encode(made.value.pixels) : made;
  };

  const featuresOf = async (image: ShownImage, edges: Edges): Promise<Outcome<ImageFeatures>> => {
    const { longestEdge, cropLongestEdge } = edges;
    const key = JSON.stringify([
      weightsKey(weights()),
      longestEdge,
      cropLongestEdge,
      image.as,
      viewKey(image.view),
    ]);
    const making = features.get(key) ?? encode(image, edges);
    features.set(key, making);
    const made = await making;
    if (!made.ok) features.remove(key, making);
    return made;
  };

  const buildPrefix = async (showing: Showing, onStage: OnStage): Promise<Outcome<Prefix>> => {
    onStage("encode");
    const parts: PromptPart[] = [];
    for (const part of showing.parts) {
      if (part.kind === "text") {
        parts.push(part);
        continue;
      }
      const made = await featuresOf(part, showing);
      if (!made.ok) return made;
      parts.push({ kind: "picture", features: made.value });
    }
    onStage("prefill");
    return model.prefill(parts);
  };

  return {
    shown,
    async prefix(showing, onStage) {
      const key = `${weightsKey(weights())} ${showingKey(showing)}`;
      let shared = prefixes.get(key);
      if (shared === undefined) {
        shared = share(buildPrefix(showing, onStage));
        shared.hold();
        prefixes.set(key, shared);
      }
      shared.hold();
      const made = await shared.made;
      if (made.ok) return success(borrowed(shared, made.value));
      shared.drop();
      prefixes.remove(key, shared);
      return made;
    },
    [Symbol.dispose]() {
      features.clear();
      prefixes.clear();
    },
  };
}
