/** Raw logits of a replay as files for other programs: a NumPy array, and a card that describes its rows. */
import type { ModelId, TokenId } from "../base/ids.ts";
import type { Rollout, RunCard, Sampler } from "./rollout.ts";
import type { Role, Showing } from "./views/showing.ts";

/** Logits of one side for the tokens of an answer. */
export interface LogitsRequest {
  /** The name of the answer; the files are named after it. */
  readonly name: string;
  readonly rollout: Rollout;
  readonly role: "student" | Role;
  readonly showing: Showing;
}

export interface LogitsCard {
  readonly schema: 1;
  /** The array's file. */
  readonly file: string;
  readonly dtype: "<f4";
  /** The number of tokens of the answer, then the size of the vocabulary. */
  readonly shape: readonly [tokens: number, vocabulary: number];
  readonly rows: string;
  /** The temperature by which the logits were divided; 1 means that they are the model's raw output. */
  readonly temperature: 1;
  readonly role: LogitsRequest["role"];
  readonly model: ModelId;
  readonly tokenizerSha256: string;
  readonly tokenIds: readonly TokenId[];
  readonly texts: readonly string[];
  /** How the tokens were chosen. */
  readonly sampler: Sampler;
  readonly showing: Showing;
  /** Versions: the build of Fovea, the weights, the runtime and where it ran. */
  readonly run: RunCard;
}

/** Both files, with their names. */
export interface LogitsFiles {
  readonly npyName: string;
  readonly npy: Blob;
  readonly cardName: string;
  readonly card: LogitsCard;
}

/** `ROLLOUT.ROLE.logits.npy` and its card; characters that are not allowed in a file's name become hyphens. */
export function logitsNames(name: string, role: string): { readonly npy: string; readonly card: string } {
  const safe = name.replaceAll(/[^\p{Letter}\p{Number}_-]+/gu, "-").replaceAll(/^-+|-+$/g, "") || "rollout";
  return { npy: `${safe}.${role}.logits.npy`, card: `${safe}.${role}.logits.json` };
}
