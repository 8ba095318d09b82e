/**
 * Views into features and prompts into prefixes, each made once by the same weights and kept while it is likely to be used
 * again.
 */
import { type Outcome, success } from "../../../base/outcome.ts";
import { type Weights, weightsKey } from "../../../base/weights.ts";
import { type Showing, showingKey } from "../../../evidence/views/showing.ts";
import type { ImageFeatures, OpenModel, Prefix, PromptPart } from "../../../model/adapter.ts";
import { applyView, type Pixels } from "../../../view/pixels.ts";
import { type View, viewKey } from "../../../view/view.ts";
import type { ImageStore } from "../images/images.ts";
import { createRecent, type Shared, share } from "./recently-used.ts";

/** How many pictures' features and how many prompts' prefixes are kept. */
const KEPT_FEATURES = 32;
const KEPT_PREFIXES = 6;

type OnStage = (stage: "encode" | "prefill") => void;

export interface PromptCache extends Disposable {
  /** The picture that a view makes, before the model's own preprocessing. */
  viewPixels(view: View): Outcome<Pixels>;
  /** The model as it reads pictures of that longest edge; undefined for what its manifest says. Faults: badInput. */
  reader(longestEdge: number | undefined): Outcome<OpenModel>;
  /** The prefix of a showing's prompt, made once for all who ask; the caller releases what it borrows. */
  prefix(showing: Showing, onStage: OnStage): Promise<Outcome<Prefix>>;
}

/** A prefix that gives back its hold, once, instead of the memory. */
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

/** `weights` says what the model computes with at the time: what other weights made is not found any more. */
export function createPromptCache(model: OpenModel, weights: () => Weights, images: ImageStore): PromptCache {
  const features = createRecent<Promise<Outcome<ImageFeatures>>>(KEPT_FEATURES, () => undefined);
  const prefixes = createRecent<Shared<Prefix>>(KEPT_PREFIXES, (shared) => shared.drop());

  const viewPixels = (view: View): Outcome<Pixels> => {
    const source = images.get(view.source);
    return source.ok ? success(applyView(view, source.value)) : source;
  };

  const reader = (longestEdge: number | undefined): Outcome<OpenModel> =>
    longestEdge === undefined || longestEdge === model.tiling?.longestEdge
      ? success(model)
      : model.withLongestEdge(longestEdge);

  const encodeImage = async (
    view: View,
    longestEdge: number | undefined,
  ): Promise<Outcome<ImageFeatures>> => {
    const encoder = reader(longestEdge);
    if (!encoder.ok) return encoder;
    const picture = viewPixels(view);
    return picture.ok ? encoder.value.encode(picture.value) : picture;
  };

  const featuresOf = async (view: View, longestEdge: number | undefined): Promise<Outcome<ImageFeatures>> => {
    const key = `${weightsKey(weights())} ${longestEdge ?? ""} ${viewKey(view)}`;
    const making = features.get(key) ?? encodeImage(view, longestEdge);
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
      const made = await featuresOf(part.view, showing.longestEdge);
      if (!made.ok) return made;
      parts.push({ kind: "picture", features: made.value });
    }
    onStage("prefill");
    return model.prefill(parts);
  };

  return {
    viewPixels,
    reader,
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
