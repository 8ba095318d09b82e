/**
 * SGLang's own route, from its documentation and never run here: a prompt's ids with one placeholder a picture, the pictures beside
 * them, and rows of log-probabilities of the prompt.
 */
import type { TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import * as wire from "../http/wire.ts";
import { chatBody, type Message, picturesIn } from "./messages.ts";
import { askFor, type RenderedPrompt, type Target } from "./target.ts";

const DROPPED = (title: string) => `${title} left out the log-probability of a token that it was given.`;

async function chatIds(
  target: Target,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Outcome<readonly number[] | null>> {
  const more = { max_tokens: 1, temperature: 0, return_prompt_token_ids: true };
  const body = chatBody(target.model, messages, more);
  const found = await askFor(target, "/v1/chat/completions", body, wire.nativeChat, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  const ids = found.value.choices[0]?.prompt_token_ids ?? null;
  return ids === null
    ? failure("unsupported", `${target.title} does not return the ids of a prompt.`, "Use a newer SGLang.")
    : success(ids);
}

/** The messages with a text in the place of each picture. */
const withoutPictures = (messages: readonly Message[]): readonly Message[] =>
  messages.map(({ role, content }) => ({
    role,
    content: typeof content === "string" ? content : content.filter(({ type }) => type === "text"),
  }));

/**
 * A prompt with one placeholder a picture: where the server has already put in as many as the picture takes, each run of them
 * becomes one again, since the server would put them in once more. A placeholder is a token that the prompt without pictures lacks.
 */
function unexpanded(ids: readonly number[], plain: ReadonlySet<number>): readonly number[] {
  return ids.filter((id, at) => plain.has(id) || ids[at - 1] !== id);
}

export async function renderNative(
  target: Target,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Outcome<RenderedPrompt | null>> {
  const shown = await chatIds(target, messages, signal);
  if (!shown.ok || shown.value === null) return shown as Outcome<null>;
  const plain = await chatIds(target, withoutPictures(messages), signal);
  if (!plain.ok || plain.value === null) return plain as Outcome<null>;
  const ids = unexpanded(shown.value, new Set(plain.value));
  return success({ ids, features: picturesIn(messages) });
}

/** The token after a finished answer whose text has these ids; null where it was stopped, or is not found. */
export async function nativeStop(
  target: Target,
  started: string,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Outcome<TokenId | null>> {
  const messages: readonly Message[] = [
    { role: "user", content: "a" },
    { role: "assistant", content: started },
    { role: "user", content: "a" },
  ];
  const prompt = await chatIds(target, messages, signal);
  if (!prompt.ok || prompt.value === null) return prompt as Outcome<null>;
  const all = prompt.value;
  const at = all.findIndex((_, start) => ids.every((id, t) => all[start + t] === id));
  return success((at < 0 ? null : (all[at + ids.length] ?? null)) as TokenId | null);
}

/** Asks SGLang's route; rows are asked for from the first position on, since pictures shift all others. */
export function askNative(
  target: Target,
  { ids, features }: RenderedPrompt,
  after: readonly TokenId[],
  more: object,
  signal: AbortSignal,
): Promise<Outcome<wire.Native | null>> {
  const body = {
    input_ids: [...ids, ...after],
    ...(Array.isArray(features) && features.length > 0 ? { image_data: features } : {}),
    return_logprob: true,
    return_text_in_logprobs: true,
    ...more,
  };
  return askFor(target, "/generate", body, wire.native, signal);
}

/** One row in the form of vLLM's: the listed tokens and the answer's own. SGLang gives no ranks. */
function rowOf(own: wire.NativeRow[number], listed: wire.NativeRow): wire.PromptRow | null {
  const entries = [...listed, own].map(([logprob, id, text]) =>
    logprob === null ? null : ([String(id), { logprob, rank: null, decoded_token: text ?? null }] as const),
  );
  return entries.includes(null) ? null : Object.fromEntries(entries.filter((entry) => entry !== null));
}

/** Rows of the ids after a rendered prompt. Faults: idsChanged where the server scored other ids, corrupt. */
export async function scoreNative(
  target: Target,
  prompt: RenderedPrompt,
  ids: readonly TokenId[],
  k: number,
  signal: AbortSignal,
): Promise<Outcome<readonly wire.PromptRow[] | null>> {
  const asked = {
    sampling_params: { temperature: 0, max_new_tokens: 0, skip_special_tokens: false },
    logprob_start_len: 0,
    top_logprobs_num: k,
  };
  const found = await askNative(target, prompt, ids, asked, signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  const { input_token_logprobs: all, input_top_logprobs: lists } = found.value.meta_info;
  const [own, listed] = [(all ?? []).slice(-ids.length), (lists ?? []).slice(-ids.length)];
  if (own.length < ids.length) return failure("corrupt", DROPPED(target.title));
  if (own.some(([, id], t) => id !== ids[t]))
    return failure(
      "idsChanged",
      `${target.title} scored other tokens than the student's, so it cannot score this answer.`,
      "A vLLM server with --enable-scale-out takes the ids as they are.",
    );
  const rows = own.map((entry, t) => rowOf(entry, listed[t] ?? []));
  return rows.every((row) => row !== null) ? success(rows) : failure("corrupt", DROPPED(target.title));
}
