/** Scores answers under a showing by a served model: one request per answer. */
import type { Nats, TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { noiseFloorOf } from "../../../evidence/noise-floor.ts";
import type { Alternative, Side } from "../../../evidence/replay.ts";
import type { Rollout } from "../../../evidence/rollout.ts";
import type { Scored, ScoreRequest, TokenFacts } from "../../../evidence/score.ts";
import type { OnEngineEvent } from "../../port.ts";
import { checkSameTokens, isServedTokenizer } from "../../same-tokens.ts";
import type { PromptRow } from "../http/wire.ts";
import type { OpenModel } from "./open-model.ts";
import { entriesOf, ownLogProbs, scoreIds, textOf } from "./prompt-scores.ts";
import { takesIds } from "./served.ts";

/** Why columns over the whole vocabulary are missing. */
export const NO_ROWS = "The engine gives the most likely tokens of a position, not the whole vocabulary.";

/** The K most likely tokens of a row, most likely first. */
function alternativesOf(row: PromptRow, k: number): readonly Alternative[] {
  return Object.entries(row)
    .map(([id, { logprob, rank, decoded_token: text }]) => ({
      alternative: { token: Number(id) as TokenId, text: text ?? "", logProb: logprob as Nats },
      rank: rank ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.rank - b.rank || b.alternative.logProb - a.alternative.logProb)
    .slice(0, k)
    .map(({ alternative }) => alternative);
}

/** A side from the rows of its tokens. */
function sideOf(
  rows: readonly PromptRow[],
  ids: readonly TokenId[],
  k: number,
  role: Side["role"],
  card: Side["card"],
): Side {
  const ranks = entriesOf(rows, ids).flatMap((entry) => entry?.rank ?? []);
  return {
    role,
    logProb: ownLogProbs(rows, ids),
    entropy: { missing: NO_ROWS },
    rank: ranks.length === ids.length ? ranks : { missing: "The engine does not give the rank of a token." },
    alternatives: rows.map((row) => alternativesOf(row, k)),
    card,
  };
}

/**
 * Whether an answer's tokens are the same here. An answer from a model in the tab must have the same text by its ids, and so must
 * the tokens that end an answer of that model, which stand after it here. Fault: idsChanged.
 */
async function checkTokens(
  { target, facts }: OpenModel,
  { ids, texts }: Rollout,
  theirs: TokenFacts,
  signal: AbortSignal,
): Promise<Outcome<true | null>> {
  if (isServedTokenizer(theirs)) {
    const same = checkSameTokens(theirs, facts);
    return same.ok ? success(true) : same;
  }
  const { ends = [] } = theirs;
  const text = await textOf(target, [...ids, ...ends.map(({ token }) => token)], signal);
  if (!text.ok || text.value === null) return text as Outcome<null>;
  const answer = texts.join("");
  const end = ends.map((each) => each.text).join("");
  if (text.value === `${answer}${end}`) return success(true);
  const found = text.value.startsWith(answer)
    ? `the tokens that end an answer (${end}) as “${text.value.slice(answer.length)}”`
    : `the tokens of this answer as another text: “${text.value.slice(0, 80)}”`;
  return failure(
    "idsChanged",
    `${facts.title} reads ${found}.`,
    "Choose a teacher with the student's tokenizer.",
  );
}

/** What scoring one answer needs. */
interface Work {
  readonly model: OpenModel;
  readonly request: ScoreRequest;
  /** The token facts of an answer's model; null where that is not open. */
  tokensOf(answer: Rollout): TokenFacts | null;
  readonly signal: AbortSignal;
}

async function scoreOne(work: Work, answer: Rollout): Promise<Outcome<Scored | null>> {
  const { model, request, signal } = work;
  const { served, card, prompts, target } = model;
  const { showing, role } = request;
  const theirs = work.tokensOf(answer);
  if (theirs === null)
    return failure("notFound", `The model ${answer.showing.model} is not loaded.`, "Open it under Models.");
  const same = await checkTokens(model, answer, theirs, signal);
  if (!same.ok || same.value === null) return same as Outcome<null>;
  const prompt = await prompts.of(showing, takesIds(served.route), signal);
  if (!prompt.ok || prompt.value === null) return prompt as Outcome<null>;
  const k = Math.min(request.alternatives, served.most);
  const rows = await scoreIds(target, served.route, prompt.value, answer.ids, k, signal);
  if (!rows.ok || rows.value === null) return rows as Outcome<null>;
  const side = sideOf(rows.value, answer.ids, k, role, card);
  return success({ side, noiseFloor: noiseFloorOf(answer, showing, card, side.logProb) });
}

/** The scores of the answers until the first that was stopped, in order. Faults: the first of any answer. */
export async function runScore(work: Work, onEvent: OnEngineEvent): Promise<Outcome<readonly Scored[]>> {
  const { rollouts, temperature } = work.request;
  if (temperature !== 1)
    return failure(
      "unsupported",
      `${work.model.target.title} gives log-probabilities at temperature 1 alone.`,
      "Set the temperature of the divergence to 1.",
    );
  let done = 0;
  const scored = await Promise.all(
    rollouts.map(async (answer) => {
      const one = await scoreOne(work, answer);
      onEvent({ kind: "progress", stage: "replay", done: ++done, total: rollouts.length });
      return one;
    }),
  );
  const complete: Scored[] = [];
  for (const one of scored) {
    if (!one.ok) return one;
    if (one.value === null) break;
    complete.push(one.value);
  }
  return success(complete);
}
