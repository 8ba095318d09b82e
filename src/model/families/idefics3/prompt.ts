/** Idefics3's prompt: the chat template, then each `<image>` expanded to the tokens that its features replace. */
import { Template } from "@huggingface/jinja";
import type { TokenId } from "../../../base/ids.ts";
import { failure, faultFrom, type Outcome, success } from "../../../base/outcome.ts";
import type { TileGrid } from "../../adapter.ts";
import type { Tokenizer } from "../../tokenizer.ts";
import type { Idefics3Manifest } from "./manifest.ts";

/** The maximum length of a user's text, in characters; longer texts are refused, not truncated. */
const LONGEST_TEXT = 2000;

/** The piece before a tile; rows and columns count from 1. */
export function tilePiece(manifest: Idefics3Manifest, row: number, column: number): string {
  return manifest.tokens.tile.replace("{row}", String(row)).replace("{column}", String(column));
}

/** `_prompt_split_image` and `_prompt_single_image` of the reference's `processing_idefics3.py`. */
function expandedImage(manifest: Idefics3Manifest, grid: TileGrid): string {
  const { image, fake, global } = manifest.tokens;
  const places = image.repeat(manifest.vision.tokensPerTile);
  const whole = `${fake}${global}${places}${fake}`;
  if (grid.rows * grid.columns === 0) return whole;
  const row = (r: number): string =>
    Array.from(
      { length: grid.columns },
      (_, c) => `${fake}${tilePiece(manifest, r + 1, c + 1)}${places}`,
    ).join("");
  return `${Array.from({ length: grid.rows }, (_, r) => `${row(r)}\n`).join("")}\n${whole}`;
}

function checkText(tokenizer: Tokenizer, text: string, what = "question"): Outcome<string> {
  if (text.trim() === "")
    return failure("badInput", `The ${what} is empty.`, `Type a ${what} about the image.`);
  if (text.length > LONGEST_TEXT) {
    return failure(
      "badInput",
      `The ${what} has ${text.length.toLocaleString("en")} characters; at most ${LONGEST_TEXT.toLocaleString("en")} are allowed.`,
      `Shorten the ${what}.`,
    );
  }
  const special = tokenizer.controlPieces.find((piece) => text.includes(piece));
  if (special === undefined) return success(text);
  return failure(
    "badInput",
    `The ${what} contains ${special}, which the model reads as a control token.`,
    "Remove it.",
  );
}

/** One part of the user's turn: an image with its grid of tiles, or a text. */
export type TurnPart =
  | { readonly kind: "picture"; readonly grid: TileGrid }
  | { readonly kind: "text"; readonly text: string };

/** The chat template applied to the user's turn, up to the start of the assistant's turn or, with an answer, after it. */
function render(
  manifest: Idefics3Manifest,
  turn: readonly TurnPart[],
  answer: string | null = null,
): Outcome<string> {
  const content = turn.map((part) =>
    part.kind === "picture" ? { type: "image" } : { type: "text", text: part.text },
  );
  const asked = { role: "user", content };
  const answered = { role: "assistant", content: [{ type: "text", text: answer }] };
  const messages = answer === null ? [asked] : [asked, answered];
  try {
    const template = new Template(manifest.chatTemplate);
    return success(template.render({ messages, add_generation_prompt: answer === null }));
  } catch (thrown) {
    return {
      ok: false,
      fault: faultFrom("badInput", thrown, "The manifest's chatTemplate cannot be rendered."),
    };
  }
}

/** Ids of a prompt whose user turn has these parts, in order. Control tokens written into a text are refused. */
export function promptIds(
  manifest: Idefics3Manifest,
  tokenizer: Tokenizer,
  turn: readonly TurnPart[],
): Outcome<readonly TokenId[]> {
  const text = turn.map((part) => (part.kind === "text" ? part.text : "")).join("");
  const checked = checkText(tokenizer, text);
  if (!checked.ok) return checked;
  const rendered = render(manifest, turn);
  if (!rendered.ok) return rendered;
  const [head = "", ...rest] = rendered.value.split(manifest.tokens.image);
  const grids = turn.flatMap((part) => (part.kind === "picture" ? [part.grid] : []));
  if (rest.length !== grids.length) {
    return failure(
      "badInput",
      `The manifest's chatTemplate has ${rest.length} image places for ${grids.length} images.`,
    );
  }
  const parts = grids.map((grid, i) => `${expandedImage(manifest, grid)}${rest[i]}`);
  return success(tokenizer.encode([head, ...parts].join("")));
}

/**
 * The ids that the model would have to generate for this answer: what the chat template adds after the prompt for an
 * assistant's turn with that text, up to and including the stop token. Control tokens in the text are refused.
 */
export function answerIds(
  manifest: Idefics3Manifest,
  tokenizer: Tokenizer,
  stopToken: TokenId,
  answer: string,
): Outcome<readonly TokenId[]> {
  const checked = checkText(tokenizer, answer, "answer");
  if (!checked.ok) return checked;
  const turn = [{ kind: "text", text: "?" }] as const;
  const [prompt, whole] = [render(manifest, turn), render(manifest, turn, answer)];
  if (!prompt.ok) return prompt;
  if (!whole.ok) return whole;
  const ids = tokenizer.encode(whole.value.slice(prompt.value.length));
  const stop = ids.indexOf(stopToken);
  return whole.value.startsWith(prompt.value) && stop >= 0
    ? success(ids.slice(0, stop + 1))
    : failure(
        "badInput",
        "The manifest's chatTemplate does not close an assistant's turn with its eos token.",
      );
}
