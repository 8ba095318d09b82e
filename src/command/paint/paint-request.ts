/** What `npm run scenes` asks its workers for, and how a worker answers. */

import type { Split } from "../../scene/scene.ts";

/** Scenes, or printed lines, of consecutive seeds that are written into one file. */
export interface ShardRequest {
  readonly what: "scenes" | "lines";
  /** Names its files; sent back with every scene. */
  readonly name: string;
  readonly split: Split;
  /** The first scene, counted from the beginning of the split. */
  readonly first: number;
  readonly count: number;
}

/** What one worker paints of a shard, which begins with scene `begin`. */
export interface PieceRequest extends ShardRequest {
  readonly begin: number;
}

/** A suite of questions about the first test scenes, or a gallery of later ones, with their images. */
export interface ItemsRequest {
  readonly what: "suite" | "gallery";
  /** Questions of each dimension. */
  readonly perDimension: number;
}

/** The scene of a link of the studio. */
export interface LinkRequest {
  readonly what: "link";
  readonly text: string;
}

export type PaintShard = ShardRequest | ItemsRequest | LinkRequest;

export interface PaintRequest {
  readonly shards: readonly PaintShard[];
}

/** To a worker: where the page's files lie, and what to paint. From it: a reply. */
export interface PaintTask {
  readonly base: string;
  readonly work: PieceRequest | ItemsRequest | LinkRequest;
}

/** A piece of a shard comes as a file: the pixels, then the records as lines of text, then the length of that text. */
export type PaintReply =
  | { readonly ok: true; readonly file: File | null }
  | { readonly ok: false; readonly reason: string };
