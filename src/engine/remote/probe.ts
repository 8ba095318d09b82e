/** Finds out what a served model can: with a small picture that we made, before anything of a person's is sent. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Nats, TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { GREEDY } from "../../evidence/rollout.ts";
import { type Answered, answerAll } from "./answers.ts";
import { allowedLogProbs } from "./http/server-faults.ts";
import { type FoundRoute, findProgram, findRoute, STARTED, tokensOf } from "./probe-route.ts";
import { type Message, pictureMessages } from "./scoring/messages.ts";
import { nativeStop } from "./scoring/native.ts";
import { ownLogProbs, render, scoreIds } from "./scoring/prompt-scores.ts";
import type { Route, Served } from "./scoring/served.ts";
import type { ScoringPrompt, Target } from "./scoring/target.ts";

/** Two different pictures of 32 × 32 pixels, as data: URLs. */
export type ProbePictures = readonly [string, string];

/** More are not asked for at a position: an answer of JSON grows with each. */
const MOST = 128;
/** What Vision-OPD's released code uses. */
const VISION_OPD = 100;
const QUESTION = "What is shown?";
/** A text in which tokenizers differ: languages, digits, blanks, code, and signs. */
const SAMPLE =
  "The quick brown fox, 12,345.678 — naïve façade; Ünïcödé.\n\tfor (let i = 0; i < 10; i++) { x += i**2; }\n" +
  "视觉语言模型看到了什么？ Что видит модель? ماذا يرى النموذج؟ 🦊👁️ <|im_end|></s><end_of_utterance>";

/** How many log-probabilities it gives: asked for more than it may allow, it says how many. */
async function findMost(
  target: Target,
  { route }: FoundRoute,
  prompt: ScoringPrompt,
  answer: readonly TokenId[],
  signal: AbortSignal,
): Promise<Outcome<number | null>> {
  const asked = await scoreIds(target, route, prompt, answer, MOST, signal);
  if (asked.ok) return success(asked.value === null ? null : MOST);
  const allowed = allowedLogProbs(asked.fault);
  return allowed === null ? asked : success(allowed);
}

const largest = (a: readonly Nats[], b: readonly Nats[]): Nats =>
  Math.max(0, ...a.map((nats, t) => (nats === b[t] ? 0 : Math.abs(nats - (b[t] ?? Number.NaN))))) as Nats;

/** The log-probabilities of an answer under a picture; null where it was stopped. */
async function scores(
  target: Target,
  route: Route,
  prompt: ScoringPrompt,
  answer: readonly TokenId[],
  signal: AbortSignal,
): Promise<Outcome<readonly Nats[] | null>> {
  const rows = await scoreIds(target, route, prompt, answer, 1, signal);
  if (!rows.ok || rows.value === null) return rows as Outcome<null>;
  return success(ownLogProbs(rows.value, answer));
}

/** How far an answer's log-probabilities while it was sampled are from those scored afterwards; null where its text gives other ids. */
async function replayNoise(
  target: Target,
  { route, rendered }: FoundRoute,
  messages: readonly Message[],
  { ids: answer, logProbs }: Answered,
  signal: AbortSignal,
): Promise<Outcome<Nats | null>> {
  const again = await scores(target, route, { messages, rendered }, answer, signal);
  if (again.ok) return success(again.value === null ? null : largest(again.value, logProbs));
  return again.fault.kind === "idsChanged" ? success(null) : again;
}

/**
 * How far the same scoring alone is from that among others, as many as a person lets be under way, since that is what their
 * runs meet; null where it was stopped.
 */
async function besideNoise(
  target: Target,
  { route, rendered }: FoundRoute,
  messages: readonly Message[],
  answer: readonly TokenId[],
  signal: AbortSignal,
): Promise<Outcome<{ readonly alone: readonly Nats[]; readonly beside: Nats } | null>> {
  const prompt = { messages, rendered };
  const alone = await scores(target, route, prompt, answer, signal);
  if (!alone.ok || alone.value === null) return alone as Outcome<null>;
  const all = await Promise.all(
    Array.from({ length: target.transport.atOnce() }, () => scores(target, route, prompt, answer, signal)),
  );
  let beside = 0 as Nats;
  for (const one of all) {
    if (!one.ok || one.value === null) return one as Outcome<null>;
    beside = Math.max(beside, largest(alone.value, one.value)) as Nats;
  }
  return success({ alone: alone.value, beside });
}

/** Whether another picture changes anything. Fault: noVision where it does not. Null where it was stopped. */
async function checkVision(
  target: Target,
  { route, rendered }: FoundRoute,
  messages: readonly Message[],
  answer: readonly TokenId[],
  before: readonly Nats[],
  signal: AbortSignal,
): Promise<Outcome<true | null>> {
  const elsewhere = rendered === null ? success(null) : await render(target, messages, signal);
  if (!elsewhere.ok) return elsewhere;
  const prompt = { messages, rendered: elsewhere.value };
  const changed = await scores(target, route, prompt, answer, signal);
  if (!changed.ok || changed.value === null) return changed as Outcome<null>;
  return largest(before, changed.value) > 0
    ? success(true)
    : failure(
        "noVision",
        `${target.title} gives the same numbers for different pictures, so it does not see them.`,
        "Choose a vision-language model.",
      );
}

/** The token after a finished answer that is not there after one to be continued. */
async function findStop(target: Target, signal: AbortSignal): Promise<Outcome<TokenId | null>> {
  if (target.native) {
    // SGLang's tokenizer takes no messages.
    const started = await tokensOf(target, { prompt: STARTED, add_special_tokens: false }, signal);
    if (!started.ok || started.value === null) return started as Outcome<null>;
    return nativeStop(target, STARTED, started.value, signal);
  }
  const messages = [
    { role: "user", content: "a" },
    { role: "assistant", content: STARTED },
  ];
  const ended = await tokensOf(target, { messages, add_generation_prompt: false }, signal);
  if (!ended.ok || ended.value === null) return ended as Outcome<null>;
  const open = { messages, add_generation_prompt: false, continue_final_message: true };
  const begun = await tokensOf(target, open, signal);
  if (!begun.ok || begun.value === null) return begun as Outcome<null>;
  return success((ended.value[begun.value.length] ?? null) as TokenId | null);
}

/** A short answer to the first picture, with its tokens. */
async function shortAnswer(
  target: Target,
  { route, rendered }: FoundRoute,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Outcome<Answered | null>> {
  const prompt = { messages, rendered: target.native ? rendered : null };
  const asked = { sampler: GREEDY, maxTokens: 8 };
  const answered = await answerAll(target, route, prompt, asked, signal, () => undefined);
  if (!answered.ok) return answered;
  const [first] = answered.value;
  return success(first === undefined || first.end === "cancelled" ? null : first);
}

/** What scoring can: how many log-probabilities, and how exactly. */
async function probeScoring(
  target: Target,
  found: FoundRoute,
  pictures: ProbePictures,
  signal: AbortSignal,
): Promise<Outcome<Pick<Served, "most" | "noise"> | null>> {
  const [shown, other] = [pictureMessages(pictures[0], QUESTION), pictureMessages(pictures[1], QUESTION)];
  const started = await tokensOf(target, { prompt: STARTED, add_special_tokens: false }, signal);
  if (!started.ok || started.value === null) return started as Outcome<null>;
  const text = started.value as TokenId[];
  const prompt = { messages: shown, rendered: found.rendered };
  const most = await findMost(target, found, prompt, text, signal);
  if (!most.ok || most.value === null) return most as Outcome<null>;
  const noise = await besideNoise(target, found, shown, text, signal);
  if (!noise.ok || noise.value === null) return noise as Outcome<null>;
  const sees = await checkVision(target, found, other, text, noise.value.alone, signal);
  if (!sees.ok || sees.value === null) return sees as Outcome<null>;
  const answer = await shortAnswer(target, found, shown, signal);
  if (!answer.ok || answer.value === null) return answer as Outcome<null>;
  const replay = await replayNoise(target, found, shown, answer.value, signal);
  if (!replay.ok) return replay;
  const others = target.transport.atOnce() - 1;
  return success({ most: most.value, noise: { replay: replay.value, beside: noise.value.beside, others } });
}

async function findTokenizer(target: Target, signal: AbortSignal): Promise<Outcome<string | null>> {
  const sample = await tokensOf(target, { prompt: SAMPLE, add_special_tokens: false }, signal);
  if (!sample.ok || sample.value === null) return sample as Outcome<null>;
  return success(bytesToHex(sha256(new Uint8Array(Uint32Array.from(sample.value).buffer))));
}

/**
 * What a served model can; null where it was stopped. Faults: those of asking; unsupported where it cannot score given
 * tokens; noVision where a picture changes nothing.
 */
export async function probe(
  asked: Target,
  pictures: ProbePictures,
  signal: AbortSignal,
): Promise<Outcome<Served | null>> {
  const program = await findProgram(asked, signal);
  if (!program.ok || program.value === null) return program as Outcome<null>;
  const { runtime, native } = program.value;
  const target = { ...asked, native };
  const found = await findRoute(target, pictureMessages(pictures[0], QUESTION), signal);
  if (!found.ok || found.value === null) return found as Outcome<null>;
  const scoring = await probeScoring(target, found.value, pictures, signal);
  if (!scoring.ok || scoring.value === null) return scoring as Outcome<null>;
  const tokenizer = await findTokenizer(target, signal);
  if (!tokenizer.ok || tokenizer.value === null) return tokenizer as Outcome<null>;
  const stop = await findStop(target, signal);
  if (!stop.ok) return stop;
  const { route, remarks } = found.value;
  const { most, noise } = scoring.value;
  const few = `It was started with ${most} log-probabilities a position; start it with --max-logprobs ${VISION_OPD} for Vision-OPD's top ${VISION_OPD}.`;
  return success({
    name: target.model,
    route,
    most,
    runtime,
    tokenizer: tokenizer.value,
    stop: stop.value,
    noise,
    remarks: most < VISION_OPD ? [...remarks, few] : remarks,
  });
}
