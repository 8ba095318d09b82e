/** What an engine's refusal means: its status and its own words as a fault with a hint. */
import type { Fault } from "../../../base/outcome.ts";

/** An answer as it came: the status, the header that says how long to wait, and the body. */
export interface Sent {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** The words of vLLM 0.32 for more log-probabilities than it was started with, and the number that it allows. */
const MAX_LOGPROBS = /logprobs? of (\d+), which is greater than max allowed: (\d+)/i;
const TOO_LONG =
  /(?:maximum (?:context|model) length|max_model_len|longer than the maximum|exceeds? the (?:maximum|limit)|maximum allowed number of input)/i;
const NO_VISION =
  /(?:is not a multimodal model|does not support (?:image|multimodal|vision)|at most 0 image|no multimodal)/i;
const NO_SCALE_OUT = /scale-out endpoints are disabled/i;

interface Told {
  /** Set where Fovea's own server refused, not the engine. */
  readonly refused: string | null;
  readonly message: string;
}

/** The words of an error: `{"error": {"message"}}`, `{"message"}` or `{"detail"}`; else the text itself, cut. */
function told(text: string): Told {
  const cut = text.slice(0, 300);
  try {
    const value = JSON.parse(text) as {
      refused?: unknown;
      message?: unknown;
      detail?: unknown;
      error?: { message?: unknown } | string;
    };
    const { error, refused } = value;
    const said = typeof error === "object" ? error?.message : (error ?? value.message ?? value.detail);
    return {
      refused: typeof refused === "string" ? refused : null,
      message: typeof said === "string" ? said.slice(0, 300) : cut,
    };
  } catch {
    return { refused: null, message: cut };
  }
}

/** The largest number of log-probabilities that an engine allows, where it refused more; null for any other refusal. */
export function allowedLogProbs(fault: Fault): number | null {
  const most = fault.kind === "tooFewLogProbs" ? MAX_LOGPROBS.exec(fault.message)?.[2] : undefined;
  return most === undefined ? null : Number(most);
}

/** A request that the engine does not understand as it should: by what it says. */
function byWords(message: string, title: string): Fault {
  if (MAX_LOGPROBS.test(message))
    return {
      kind: "tooFewLogProbs",
      message: `${title} says: ${message}`,
      hint: "Start it with --max-logprobs and the number that you need.",
    };
  if (NO_VISION.test(message))
    return {
      kind: "noVision",
      message: `${title} takes no pictures: ${message}`,
      hint: "Choose a vision-language model.",
    };
  if (TOO_LONG.test(message))
    return {
      kind: "tooLarge",
      message: `The picture and the question are too long for ${title}: ${message}`,
      hint: "Choose a smaller picture, or start the engine with a larger --max-model-len.",
    };
  return { kind: "badInput", message: `${title} says: ${message}` };
}

/**
 * The fault of an answer that is no success. Kinds: unauthorised, rateLimited, tooLarge, tooFewLogProbs, noVision,
 * unsupported (a route that the engine does not have), unreachable (it does not answer, or fails), badInput.
 */
export function faultOf({ status, text }: Sent, path: string, title: string): Fault {
  const { refused, message } = told(text);
  if (refused === "unreachable" || refused === "redirect")
    return {
      kind: "unreachable",
      message: `${title} cannot be reached: ${message}`,
      hint: "Check that it runs, and its address after --engine.",
    };
  if (NO_SCALE_OUT.test(message) || status === 404 || status === 405 || status === 501)
    return { kind: "unsupported", message: `${title} has no ${path}: ${message}` };
  switch (status) {
    case 401:
    case 403:
      return {
        kind: "unauthorised",
        message: `${title} does not accept the key: ${message}`,
        hint: "Set FOVEA_ENGINE_KEY_NAME, with the engine's name, before npm start.",
      };
    case 413:
      return {
        kind: "tooLarge",
        message: `The picture is too large for ${title}: ${message}`,
        hint: "Choose a smaller picture.",
      };
    case 429:
    case 503:
      return {
        kind: "rateLimited",
        message: `${title} is busy: ${message}`,
        hint: "Try again later, or with fewer requests at once.",
      };
    default:
      return status >= 500
        ? {
            kind: "unreachable",
            message: `${title} failed: ${message}`,
            hint: "Look at the engine's own log.",
          }
        : byWords(message, title);
  }
}
