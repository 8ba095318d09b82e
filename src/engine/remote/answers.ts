/** Lets an engine answer: one request per sibling, with its own seed. */
import type { Nats, TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Rollout, RolloutRequest, Sampler } from "../../evidence/rollout.ts";
import { saltOf } from "../../math/rows/sample.ts";
import * as wire from "./http/wire.ts";
import { chatBody, continuedBody } from "./scoring/messages.ts";
import { askNative } from "./scoring/native.ts";
import { entriesOf, ownLogProbs, scoreIds, textOf } from "./scoring/prompt-scores.ts";
import type { Route } from "./scoring/served.ts";
import { askFor, type RenderedPrompt, type ScoringPrompt, type Target } from "./scoring/target.ts";

/** What came of one sibling. */
export type Answered = Pick<Rollout, "ids" | "texts" | "logProbs" | "end">;

/** A request for answers, without the showing, which the prompt has. */
export type AnswerRequest = Omit<RolloutRequest, "showing">;

export const NOTHING: Answered = { ids: [], texts: [], logProbs: [], end: "cancelled" };

/** Everything that a model's own settings for generation might change is said. */
function samplingOf({ temperature, topP, topK, seed }: Sampler, sibling: number): object {
  const plain = { min_p: 0, repetition_penalty: 1, logprobs: true };
  if (temperature === 0) return { ...plain, temperature: 0, top_p: 1, top_k: -1 };
  // The engine takes a seed of 63 bits; ours has 32.
  return {
    ...plain,
    temperature,
    top_p: topP,
    top_k: topK === 0 ? -1 : topK,
    seed: saltOf(seed, sibling, 0),
  };
}

/** The generated tokens of a choice, after the given ones. Fault: unsupported where the engine returns no ids. */
function answeredOf(choice: wire.Choice | undefined, given: Answered, { title }: Target): Outcome<Answered> {
  const ids = choice?.token_ids ?? null;
  const said = choice?.logprobs?.content ?? [];
  if (ids === null || said.length !== ids.length)
    return failure(
      "unsupported",
      `${title} does not return the ids and log-probabilities of what it answers.`,
      "vLLM does since 0.10.2.",
    );
  return success({
    ids: [...given.ids, ...(ids as TokenId[])],
    texts: [...given.texts, ...said.map(({ token }) => token)],
    logProbs: [...given.logProbs, ...said.map(({ logprob }) => logprob as Nats)],
    end: choice?.finish_reason === "stop" ? "stopToken" : "length",
  });
}

/** The tokens with which every answer begins, scored. */
async function given(
  target: Target,
  route: Route,
  prompt: ScoringPrompt,
  forced: readonly TokenId[],
  signal: AbortSignal,
): Promise<Outcome<Answered | null>> {
  if (forced.length === 0) return success({ ...NOTHING, end: "length" });
  const rows = await scoreIds(target, route, prompt, forced, 1, signal);
  if (!rows.ok || rows.value === null) return rows as Outcome<null>;
  return success({
    ids: forced,
    texts: entriesOf(rows.value, forced).map((entry) => entry?.decoded_token ?? ""),
    logProbs: ownLogProbs(rows.value, forced),
    end: "length",
  });
}

/** What an SGLang server samples by. Its log-probabilities are those of the distribution that it samples from. */
function nativeSampling({ temperature, topP, topK, seed }: Sampler, sibling: number): object {
  const plain = { min_p: 0, repetition_penalty: 1, skip_special_tokens: false };
  if (temperature === 0) return { ...plain, temperature: 0 };
  const nucleus = { top_p: topP, top_k: topK === 0 ? -1 : topK };
  return { ...plain, temperature, ...nucleus, sampling_seed: saltOf(seed, sibling, 0) };
}

/** A sibling on an SGLang server: where it was not sampled at temperature 1, its log-probabilities are scored afterwards. */
async function answerNative(
  target: Target,
  prompt: ScoringPrompt & { readonly rendered: RenderedPrompt },
  { sampler, maxTokens }: AnswerRequest,
  sibling: number,
  begun: Answered,
  signal: AbortSignal,
): Promise<Outcome<Answered>> {
  const longest = maxTokens - begun.ids.length;
  const sampling = { ...nativeSampling(sampler, sibling), max_new_tokens: longest };
  const asked = { sampling_params: sampling, logprob_start_len: -1, top_logprobs_num: 0 };
  const found = await askNative(target, prompt.rendered, begun.ids, asked, signal);
  if (!found.ok) return found;
  if (found.value === null) return success(NOTHING);
  const { finish_reason: finish, output_token_logprobs: said } = found.value.meta_info;
  const ids = (found.value.output_ids ?? (said ?? []).map(([, id]) => id)) as TokenId[];
  if (ids.length === 0 || said?.length !== ids.length)
    return failure(
      "unsupported",
      `${target.title} does not return the ids and log-probabilities of what it answers.`,
    );
  const all = [...begun.ids, ...ids];
  const stopped = finish?.type === "stop" && finish.matched === ids.at(-1);
  const answer: Answered = {
    ids: all,
    texts: [...begun.texts, ...said.map(([, , text]) => text ?? "")],
    logProbs: [...begun.logProbs, ...said.map(([nats]) => (nats ?? Number.NaN) as Nats)],
    end: stopped ? "stopToken" : "length",
  };
  const whole =
    sampler.temperature === 0 || (sampler.temperature === 1 && sampler.topP === 1 && sampler.topK === 0);
  if (whole) return success(answer);
  const rows = await scoreIds(target, "native", prompt, all, 1, signal);
  if (!rows.ok) return rows;
  return success(rows.value === null ? NOTHING : { ...answer, logProbs: ownLogProbs(rows.value, all) });
}

/** The tokens with which every sibling begins, and their text where they are continued as text. */
interface Begun {
  readonly answer: Answered;
  readonly text: string;
}

/** Null where it was stopped. */
async function beginning(
  target: Target,
  route: Route,
  prompt: ScoringPrompt,
  forced: readonly TokenId[],
  signal: AbortSignal,
): Promise<Outcome<Begun | null>> {
  const answer = await given(target, route, prompt, forced, signal);
  if (!answer.ok || answer.value === null) return answer as Outcome<null>;
  const asText = forced.length > 0 && prompt.rendered === null;
  const text = asText ? await textOf(target, forced, signal) : success("");
  if (!text.ok || text.value === null) return text as Outcome<null>;
  return success({ answer: answer.value, text: text.value });
}

/** One sibling, continuing the given tokens. */
async function answerOne(
  target: Target,
  prompt: ScoringPrompt,
  request: AnswerRequest,
  sibling: number,
  { answer: begun, text }: Begun,
  signal: AbortSignal,
): Promise<Outcome<Answered>> {
  const { sampler, maxTokens } = request;
  const more = { ...samplingOf(sampler, sibling), max_tokens: maxTokens - begun.ids.length };
  const { messages, rendered } = prompt;
  if (target.native && rendered !== null)
    return answerNative(target, { messages, rendered }, request, sibling, begun, signal);
  if (begun.ids.length > 0 && rendered !== null) {
    const body = {
      model: target.model,
      token_ids: [...rendered.ids, ...begun.ids],
      ...(rendered.features === null ? {} : { features: rendered.features }),
      sampling_params: { ...more, logprobs: 0 },
      output_mode: "text",
    };
    const found = await askFor(target, "/inference/v1/generate", body, wire.generated, signal);
    if (!found.ok) return found;
    return found.value === null ? success(NOTHING) : answeredOf(found.value.choices[0], begun, target);
  }
  const body =
    text === "" ? chatBody(target.model, messages, more) : continuedBody(target.model, messages, text, more);
  const found = await askFor(target, "/v1/chat/completions", body, wire.chat, signal);
  if (!found.ok) return found;
  return found.value === null ? success(NOTHING) : answeredOf(found.value.choices[0], begun, target);
}

/** The siblings of a group, in order; those that were stopped have nothing. Faults: the first of any sibling. */
export async function answerAll(
  target: Target,
  route: Route,
  prompt: ScoringPrompt,
  request: AnswerRequest,
  signal: AbortSignal,
  onAnswer: (sibling: number, answer: Answered) => void,
): Promise<Outcome<readonly Answered[]>> {
  const { group = 1, forced = [], maxTokens } = request;
  const begun = await beginning(target, route, prompt, forced, signal);
  if (!begun.ok) return begun;
  const { value } = begun;
  const siblings = Array.from({ length: group }, (_, sibling) => sibling);
  if (value === null) return success(siblings.map(() => NOTHING));
  const answered = await Promise.all(
    siblings.map(async (sibling) => {
      const full = value.answer.ids.length >= maxTokens;
      const one = full
        ? success(value.answer)
        : await answerOne(target, prompt, request, sibling, value, signal);
      if (one.ok) onAnswer(sibling, one.value);
      return one;
    }),
  );
  const failed = answered.find((each) => !each.ok);
  if (failed !== undefined && !failed.ok) return failed;
  return success(answered.flatMap((each) => (each.ok ? [each.value] : [])));
}
