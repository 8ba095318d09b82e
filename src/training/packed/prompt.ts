/** Prompts about pictures, and how they are packed: those about one picture share what they begin with. */

import type { TokenId } from "../../base/ids.ts";
import type { ImageFeatures } from "../../model/adapter.ts";
import { elementsOf } from "../../model/tensors.ts";

/** A prompt's ids with the features that take the places of its image tokens. */
export interface Prompt {
  readonly ids: readonly TokenId[];
  /** In the order in which they come. */
  readonly pictures: readonly ImageFeatures[];
  /** The picture whose features take the place of each id; null for a text's. */
  readonly owners: readonly (ImageFeatures | null)[];
}

/** The number of features of a picture, each as wide as an embedding. */
function placesOf({ values: { dims } }: ImageFeatures): number {
  return elementsOf(dims.slice(0, -1));
}

/** A prompt whose image tokens are those of the pictures, in order. */
export function promptOf(
  ids: readonly TokenId[],
  imageToken: TokenId,
  pictures: readonly ImageFeatures[],
): Prompt {
  const places = pictures.flatMap((picture) => new Array<ImageFeatures>(placesOf(picture)).fill(picture));
  let next = 0;
  return { ids, pictures, owners: ids.map((id) => (id === imageToken ? (places[next++] ?? null) : null)) };
}

/** Prompts that are computed together: at most about this many tokens, so that a pass stays short and its memory small. */
const TOKENS_TOGETHER = 640;

/** How many tokens all prompts begin with; each keeps at least one of its own, after which it is continued. */
export function sharedLength(prompts: readonly Prompt[]): number {
  const [first] = prompts;
  if (first === undefined) return 0;
  const shortest = Math.min(...prompts.map(({ ids }) => ids.length));
  const alike = (at: number): boolean =>
    prompts.every(({ ids, owners }) => ids[at] === first.ids[at] && owners[at] === first.owners[at]);
  let shared = 0;
  while (shared < shortest - 1 && alike(shared)) shared++;
  return shared;
}

/** Numbers of the prompts about each picture, in the order in which they come. */
export function byPicture(
  prompts: readonly Prompt[],
  numbers: readonly number[],
): readonly (readonly number[])[] {
  const groups = new Map<ImageFeatures | undefined, number[]>();
  for (const number of numbers) {
    const picture = prompts[number]?.pictures[0];
    groups.set(picture, [...(groups.get(picture) ?? []), number]);
  }
  return [...groups.values()];
}

/**
 * Prompts about different pictures are computed together up to this many tokens, where one pass is all: attention is computed over the
 * whole row, and what they hide from each other costs as much as what they see.
 */
export const TOKENS_APART = 200;

/**
 * Parts of all prompts, each small enough for one pass; `further` is how many tokens follow each prompt, and a part takes in a further
 * picture up to `apart` tokens.
 */
export function inParts(
  prompts: readonly Prompt[],
  further: readonly number[],
  apart = TOKENS_TOGETHER,
): readonly (readonly number[])[] {
  const parts: number[][] = [];
  let room = 0;
  /** What a prompt takes of the room, the prefix included where its picture is not in the part yet. */
  const needed = (own: number, shared: number, begun: boolean): number => (begun ? own : own + shared);
  const isFull = (own: number, shared: number, begun: boolean): boolean => {
    const kept = begun ? 0 : TOKENS_TOGETHER - apart;
    return parts.length === 0 || room - kept < needed(own, shared, begun);
  };
  for (const group of byPicture(prompts, [...prompts.keys()])) {
    const shared = sharedLength(group.map((number) => prompts[number] as Prompt));
    let begun = false;
    for (const number of group) {
      const own = (prompts[number] as Prompt).ids.length - shared + (further[number] ?? 0);
      if (isFull(own, shared, begun)) {
        parts.push([]);
        [room, begun] = [TOKENS_TOGETHER, false];
      }
      room -= needed(own, shared, begun);
      begun = true;
      (parts.at(-1) as number[]).push(number);
    }
  }
  return parts;
}
