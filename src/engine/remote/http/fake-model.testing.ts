/** For tests: the small model of a fake server, which is a hash of what it was given, its tokens, and the requests that it reads. */
import type { Sent } from "./server-faults.ts";

export interface Turn {
  readonly role: string;
  readonly content:
    | string
    | readonly { readonly text?: string; readonly image_url?: { readonly url: string } }[];
}

export interface Body {
  readonly model?: string;
  readonly messages?: readonly Turn[];
  readonly token_ids?: readonly number[];
  readonly tokens?: readonly number[];
  readonly features?: { readonly mm_hashes: { readonly image: readonly string[] } };
  readonly sampling_params?: Sampling;
  readonly output_mode?: string;
  readonly prompt?: string;
  readonly add_generation_prompt?: boolean;
  readonly continue_final_message?: boolean;
  readonly return_token_ids?: boolean;
  readonly input_ids?: readonly number[];
  readonly image_data?: readonly string[];
  readonly top_logprobs_num?: number;
}

export interface Sampling {
  readonly max_tokens?: number;
  readonly max_new_tokens?: number;
  readonly sampling_seed?: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly prompt_logprobs?: number;
  readonly logprobs?: number | boolean;
}

export const START = "<|im_start|>";
export const END = "<|im_end|>";
export const PICTURE = "<|image_pad|>";
/** What only reading a text gives: its pieces, generated one by one, have the same text. */
export const MERGED = "th";
const LETTERS = [..." \nabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:?!<|>/_()+*={}é"];
export const PIECES = [START, END, PICTURE, MERGED, ...LETTERS];
export const STOP = PIECES.indexOf(END);
/** Pieces that the model generates: the end, and small letters. */
export const SAID = PIECES.map((_, id) => id).filter(
  (id) => id === STOP || /^[a-z ]$/.test(PIECES[id] ?? ""),
);

export function hash(parts: readonly (string | number)[]): number {
  let bits = 2166136261;
  for (const part of parts)
    for (const letter of `${part}|`) bits = Math.imul(bits ^ letter.charCodeAt(0), 16777619);
  bits ^= bits >>> 15;
  return (Math.imul(bits, 2246822519) >>> 0) / 4294967296;
}

/** Log-probabilities of all pieces after `ids`, given pictures. */
export function logProbs(ids: readonly number[], pictures: string): readonly number[] {
  const logits = PIECES.map((_, id) =>
    SAID.includes(id) ? 6 * hash([ids.length, ids.at(-1) ?? -1, ids.at(-2) ?? -1, pictures, id]) : -8,
  );
  const sum = Math.log(logits.reduce((total, logit) => total + Math.exp(logit), 0));
  return logits.map((logit) => Math.fround(logit - sum));
}

export const told = (status: number, value: unknown, retryAfter: string | null = null): Sent => ({
  status,
  retryAfter,
  text: JSON.stringify(value),
});

/** An error as vLLM says it. */
export const refusal = (status: number, message: string, retryAfter: string | null = null): Sent =>
  told(status, { error: { message, type: "BadRequestError", param: null, code: status } }, retryAfter);
