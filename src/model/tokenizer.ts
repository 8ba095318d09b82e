/** A model's tokenizer, reduced to the calls that Fovea needs. */
import { Tokenizer as HubTokenizer } from "@huggingface/tokenizers";
import * as v from "valibot";
import type { TokenId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";

export interface Tokenizer {
  /** The ids of a text, which may contain special tokens; no tokens are added. */
  encode(text: string): readonly TokenId[];
  /** The text of ids, special tokens included. */
  decode(ids: readonly TokenId[]): string;
  /** The id of one piece, or null if the vocabulary lacks it. */
  idOf(piece: string): TokenId | null;
  /** Pieces that are always tokenized as one control token; a person's text must not contain them. */
  readonly controlPieces: readonly string[];
}

const addedTokens = v.object({
  added_tokens: v.optional(v.array(v.object({ content: v.string(), special: v.optional(v.boolean()) })), []),
});

/** Builds a tokenizer from the parsed `tokenizer.json` and `tokenizer_config.json`. */
export function createTokenizer(json: unknown, config: unknown): Outcome<Tokenizer> {
  try {
    const inner = new HubTokenizer(json as object, config as object);
    const added = v.parse(addedTokens, json).added_tokens;
    return success({
      controlPieces: added.filter((token) => token.special === true).map((token) => token.content),
      encode: (text) =>
        text === "" ? [] : (inner.encode(text, { add_special_tokens: false }).ids as TokenId[]),
      decode: (ids) =>
        ids.length === 0
          ? ""
          : inner.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
      idOf: (piece) => (inner.token_to_id(piece) as TokenId | undefined) ?? null,
    });
  } catch (thrown) {
    return failure(
      "corrupt",
      `The tokenizer could not be read: ${String(thrown)}`,
      "Download the model's files again.",
    );
  }
}
