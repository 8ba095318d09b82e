/** What `npm run fovea -- record` was asked for. */
import type { RightAnswer } from "../../suite/score/judge.ts";
import type { ModelRequest } from "../model/model-request.ts";

export interface RecordRequest {
  readonly image: { readonly url: string; readonly name: string };
  /** X, Y, width and height in pixels of the upright image. */
  readonly box: readonly [number, number, number, number];
  readonly question: string;
  /** What is right; null where nobody knows it. */
  readonly answer: RightAnswer | null;
  readonly model: ModelRequest;
  /** Null: the student's own weights. */
  readonly teacher: ModelRequest | null;
  /** How many siblings answer. A single one answers greedily, several are drawn at temperature 1. */
  readonly group: number;
  readonly seed: number;
  /** As a person writes them; null for those that the three gates need. */
  readonly views: string | null;
  /** Addresses of the images that the views name. */
  readonly viewImages: Readonly<Record<string, string>>;
  /** See `Plan`; null for the models' own. */
  readonly longestEdge: number | null;
  /** Whether the session carries its images. */
  readonly embed: boolean;
  readonly logits: boolean;
}
