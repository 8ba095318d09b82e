/** The decoder's key-value cache: the part that grows with the tokens, and the part that was computed once from the image. */
import type { Graph, Tensor } from "../../adapter.ts";
import { release } from "../../adapter.ts";
import { floatTensor, portOf } from "../../tensors.ts";
import type { EncoderDecoderManifest } from "./manifest.ts";

export type CacheNames = NonNullable<EncoderDecoderManifest["cache"]>;

type Named = Readonly<Record<string, Tensor>>;

/** Tensors that several sequences share; the last holder releases them. */
interface Shared {
  readonly tensors: Named;
  hold(): void;
  drop(): void;
}

export interface DecoderCache extends Disposable {
  /** Keyed by the names of the past inputs. */
  readonly feeds: Named;
  readonly cross: Shared;
}

function share(tensors: Named): Shared {
  let holders = 0;
  return {
    tensors,
    hold: () => {
      holders++;
    },
    drop: () => {
      holders--;
      if (holders === 0) for (const tensor of Object.values(tensors)) release(tensor);
    },
  };
}

function layerNames(cache: CacheNames, template: string, parts: readonly string[]): readonly string[] {
  return Array.from({ length: cache.layers }, (_, layer) =>
    parts.map((part) => template.replace("{layer}", String(layer)).replace("{part}", part)),
  ).flat();
}

export function pastNames(cache: CacheNames): readonly string[] {
  return layerNames(cache, cache.past, [...cache.parts, ...cache.crossParts]);
}

/** The cache outputs of a pass: after the first pass also the image's part, which merged exports return empty later. */
export function presentNames(cache: CacheNames, isFirst: boolean): readonly string[] {
  return layerNames(cache, cache.present, isFirst ? [...cache.parts, ...cache.crossParts] : cache.parts);
}

export function emptyFeeds(cache: CacheNames, decoder: Graph): Named {
  const dims = [1, cache.heads, 0, cache.headDimension];
  const entries = pastNames(cache).map((name) => {
    return [name, floatTensor(portOf(decoder.inputs, name), dims, new Float32Array(0))] as const;
  });
  return Object.fromEntries(entries);
}

function renamed(outputs: Named, from: readonly string[], to: readonly string[]): Named {
  return Object.fromEntries(from.map((name, i) => [to[i] ?? name, outputs[name] as Tensor]));
}

/** The cache from the outputs of a pass; the image's part is taken from the previous cache, if there is one. */
export function nextCache(cache: CacheNames, outputs: Named, before: DecoderCache | null): DecoderCache {
  const names = (template: string, parts: readonly string[]) => layerNames(cache, template, parts);
  const own = renamed(outputs, names(cache.present, cache.parts), names(cache.past, cache.parts));
  const crossNames = names(cache.present, cache.crossParts);
  const cross = before?.cross ?? share(renamed(outputs, crossNames, names(cache.past, cache.crossParts)));
  cross.hold();
  return {
    feeds: { ...own, ...cross.tensors },
    cross,
    [Symbol.dispose]() {
      for (const tensor of Object.values(own)) release(tensor);
      cross.drop();
    },
  };
}
