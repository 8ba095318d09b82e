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
import type { Turn } from "../queue/turn.ts";
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
  /**
   * The prefix of a showing's prompt, computed once for all callers; each caller releases what it borrows. Each image, and
   * then the prompt, is one unit of work. Null if the run was stopped.
   */
  prefix(showing: Showing, turn: Turn, onStage: OnStage): Promise<Outcome<Prefix | null>>;
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

/** The features of recently used images. */
interface Features {
  /** A prompt's parts with every image encoded; null if the run was stopped. */
  partsOf(showing: Showing, turn: Turn): Promise<Outcome<readonly PromptPart[] | null>>;
  clear(): void;
}

function createFeatures(shown: PromptCache["shown"], weights: () => Weights): Features {
  const features = createRecent<Promise<Outcome<ImageFeatures>>>(KEPT_FEATURES, () => undefined);

  const encode = async (image: ShownImage, edges: Edges): Promise<Outcome<ImageFeatures>> => {
    const made = shown(image, edges);
    return made.ok ? made.value.reader.encode(made.value.pixels) : made;
  };

  const keyOf = ({ as, view }: ShownImage, { longestEdge, cropLongestEdge }: Edges): string =>
    JSON.stringify([weightsKey(weights()), longestEdge, cropLongestEdge, as, viewKey(view)]);

  const featuresOf = async (
    image: ShownImage,
    edges: Edges,
    turn: Turn,
  ): Promise<Outcome<ImageFeatures | null>> => {
    if (features.get(keyOf(image, edges)) === undefined && !(await turn.next())) return success(null);
    const key = keyOf(image, edges);
    const making = features.get(key) ?? encode(image, edges);
    features.set(key, making);
    const made = await making;
    if (!made.ok) features.remove(key, making);
    return made;
  };

  return {
    async partsOf(showing, turn) {
      const parts: PromptPart[] = [];
      for (const part of showing.parts) {
        if (part.kind === "text") {
          parts.push(part);
          continue;
        }
        const made = await featuresOf(part, showing, turn);
        if (!made.ok || made.value === null) return made as Outcome<null>;
        parts.push({ kind: "picture", features: made.value });
      }
      return success(parts);
    },
    clear: features.clear,
  };
}

/** `weights` says what the model computes with at the time: what other weights made is not found any more. */
export function createPromptCache(model: OpenModel, weights: () => Weights, images: ImageStore): PromptCache {
  const shown = imagesAsShown(model, images);
  const { partsOf, clear } = createFeatures(shown, weights);
  const prefixes = createRecent<Shared<Prefix>>(KEPT_PREFIXES, (shared) => shared.drop());

  /**
   * The prefix as it is kept, or null where the run was stopped. While it waits for its turn nothing is kept that is not made
   * yet: a run that goes first would else wait for the one that waits for it.
   */
  const sharedOf = async (
    key: string,
    showing: Showing,
    turn: Turn,
    onStage: OnStage,
  ): Promise<Outcome<Shared<Prefix> | null>> => {
    const known = prefixes.get(key);
    if (known !== undefined) return success(known);
    onStage("encode");
    const parts = await partsOf(showing, turn);
    if (!parts.ok || parts.value === null) return parts as Outcome<null>;
    if (!(await turn.next())) return success(null);
    const meanwhile = prefixes.get(key);
    if (meanwhile !== undefined) return success(meanwhile);
    onStage("prefill");
    const made = share(model.prefill(parts.value));
    made.hold();
    prefixes.set(key, made);
    return success(made);
  };

  return {
    shown,
    async prefix(showing, turn, onStage) {
      const key = `${weightsKey(weights())} ${showingKey(showing)}`;
      const found = await sharedOf(key, showing, turn, onStage);
      if (!found.ok || found.value === null) return found as Outcome<null>;
      const shared = found.value;
      shared.hold();
      const made = await shared.made;
      if (made.ok) return success(borrowed(shared, made.value));
      shared.drop();
      prefixes.remove(key, shared);
      return made;
    },
    [Symbol.dispose]() {
      clear();
      prefixes.clear();
    },
  };
}
