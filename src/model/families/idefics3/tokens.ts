/** The special tokens of Idefics3's prompts, looked up by name. */
import type { TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Tokenizer } from "../../tokenizer.ts";
import { type Idefics3Manifest, LARGEST_EDGE } from "./manifest.ts";
import { tilePiece } from "./prompt.ts";

export interface Tokens {
  readonly imageToken: TokenId;
  readonly stopToken: TokenId;
}

/** Every piece of an expanded image must be one token: a missing one would silently be split into letters. */
export function findTokens(manifest: Idefics3Manifest, tokenizer: Tokenizer): Outcome<Tokens> {
  const { vision, tokens } = manifest;
  const side = vision.splitting ? Math.ceil(vision.longestEdge / vision.tile) : 0;
  const places = Array.from({ length: side > 1 ? side : 0 }, (_, i) => i + 1);
  const tiles = places.flatMap((row) => places.map((column) => tilePiece(manifest, row, column)));
  const { image, eos, fake, global } = tokens;
  const missing = [image, eos, fake, global, ...tiles].find((piece) => tokenizer.idOf(piece) === null);
  const [imageToken, stopToken] = [tokenizer.idOf(image), tokenizer.idOf(eos)];
  if (missing === undefined && imageToken !== null && stopToken !== null) {
    return success({ imageToken, stopToken });
  }
  const because = tiles.includes(missing ?? "")
    ? `which a longest edge of ${vision.longestEdge} pixels needs`
    : "which the manifest names";
  return failure("badInput", `The tokenizer has no token ${missing}, ${because}.`);
}

/** Longest edges of whole tiles for which the tokenizer has a token for every tile. */
export function possibleEdges(manifest: Idefics3Manifest, tokenizer: Tokenizer): readonly number[] {
  const { vision } = manifest;
  const edges = Array.from(
    { length: Math.floor(LARGEST_EDGE / vision.tile) },
    (_, i) => (i + 1) * vision.tile,
  );
  return edges.filter(
    (longestEdge) => findTokens({ ...manifest, vision: { ...vision, longestEdge } }, tokenizer).ok,
  );
}
