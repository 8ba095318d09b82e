/** Scores given token ids after a prompt, by either route: one row of log-probabilities per token. */
import type { Nats, TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import * as wire from "../http/wire.ts";
import { chatBody, continuedBody, type Message } from "./messages.ts";
import { renderNative, scoreNative } from "./native.ts";
import type { Route } from "./served.ts";
import { askFor, type RenderedPrompt, type ScoringPrompt, type Target } from "./target.ts";

/** A request that only scores generates the one token that it must. */
const SCORING = { max_tokens: 1, temperature: 0 };

export async function render(
  target: Target,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Outcome<RenderedPrompt | null>> {
  if (target.native) return renderNative(target, messages, signal);
  const body = chatBody(target.model, messages, {});
  const found = await askFor(target, "/v1/chat/completions/render", body, wire.rendered, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  return success({ ids: found.value.token_ids, features: found.value.features ?? null });
}

/** The text of ids, with special tokens as they are written. */
export async function textOf(
  target: Target,
  ids: readonly TokenId[],
  signal: AbortSignal,
): Promise<Outcome<string | null>> {
  const body = { model: target.model, tokens: ids, ...(target.native && { skip_special_tokens: false }) };
  return askFor(target, "/detokenize", body, wire.text, signal);
}

/** The last rows of a prompt, one for each id of the answer. Fault: corrupt. */
function lastRows(
  { title }: Target,
  rows: wire.Chat["prompt_logprobs"],
  length: number,
  ids: readonly TokenId[],
): Outcome<readonly wire.PromptRow[]> {
  if (rows?.length !== length)
    return failure(
      "corrupt",
      `${title} scored ${rows?.length ?? 0} of ${length} tokens.`,
      "Look at the engine's own log.",
    );
  const last = rows.slice(length - ids.length);
  const complete = ids.every((id, t) => last[t]?.[String(id)] !== undefined);
  return complete
    ? success(last as wire.PromptRow[])
    : failure("corrupt", `${title} left out the log-probability of a token that it was given.`);
}

/** Rows of the ids after a rendered prompt: the ids are sent as they are. */
async function scoreAfter(
  target: Target,
  prompt: RenderedPrompt,
  ids: readonly TokenId[],
  k: number,
  signal: AbortSignal,
): Promise<Outcome<readonly wire.PromptRow[] | null>> {
  const tokens = [...prompt.ids, ...ids];
  const body = {
    model: target.model,
    token_ids: tokens,
    ...(prompt.features === null ? {} : { features: prompt.features }),
    sampling_params: { ...SCORING, prompt_logprobs: k },
  };
  const found = await askFor(target, "/inference/v1/generate", body, wire.generated, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  return lastRows(target, found.value.prompt_logprobs, tokens.length, ids);
}

/**
 * Rows of the ids as a turn to be continued. The engine turns their text into ids again. Fault: idsChanged where these are
 * not the same.
 */
async function scoreContinued(
  target: Target,
  messages: readonly Message[],
  ids: readonly TokenId[],
  k: number,
  signal: AbortSignal,
): Promise<Outcome<readonly wire.PromptRow[] | null>> {
  const text = await textOf(target, ids, signal);
  if (!text.ok || text.value === null) return text as Outcome<null>;
  const body = continuedBody(target.model, messages, text.value, { ...SCORING, prompt_logprobs: k });
  const found = await askFor(target, "/v1/chat/completions", body, wire.chat, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  const all = found.value.prompt_token_ids ?? [];
  const tail = all.slice(all.length - ids.length);
  if (tail.length !== ids.length || ids.some((id, t) => tail[t] !== id))
    return failure(
      "idsChanged",
      `${target.title} turns the text of this answer into other tokens than the student's, so it cannot score them.`,
      "Start the engine with --enable-scale-out: then tokens are sent as ids.",
    );
  return lastRows(target, found.value.prompt_logprobs, all.length, ids);
}

/** The entries of the tokens themselves, row by row. */
export function entriesOf(rows: readonly wire.PromptRow[], ids: readonly TokenId[]) {
  return rows.map((row, t) => row[String(ids[t])]);
}

/** The log-probabilities of the tokens themselves, in nats. */
export function ownLogProbs(rows: readonly wire.PromptRow[], ids: readonly TokenId[]): readonly Nats[] {
  return entriesOf(rows, ids).map((entry) => (entry?.logprob ?? Number.NaN) as Nats);
}

/** Row t: the K most likely tokens at the place of `ids[t]`, and that token itself. Null where it was stopped. */
export function scoreIds(
  target: Target,
  route: Route,
  { messages, rendered }: ScoringPrompt,
  ids: readonly TokenId[],
  k: number,
  signal: AbortSignal,
): Promise<Outcome<readonly wire.PromptRow[] | null>> {
  if (rendered === null || route === "continue") return scoreContinued(target, messages, ids, k, signal);
  const score = route === "native" ? scoreNative : scoreAfter;
  return score(target, rendered, ids, k, signal);
}
