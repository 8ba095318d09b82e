/** Requests to the model about a candidate: a question, answers from the crop, answers from the full image. */
import { type Outcome, success } from "../../base/outcome.ts";
import { answerText, type Sampler } from "../../evidence/rollout.ts";
import { type Subject, showingOf } from "../../evidence/views/plan.ts";
import { CROP, type Recipe } from "../../evidence/views/recipe.ts";
import { type Answered, askWhole } from "../../experiment/ask.ts";
import type { Candidate } from "../../suite/items/candidate.ts";
import { consensusOf } from "../../suite/items/consensus.ts";
import { judgeBy, type RightAnswer } from "../../suite/score/judge.ts";
import type { Job } from "../jobs/jobs.ts";
import { candidateOf, changeCandidate, complainOf, type ItemServices, withPicture } from "./item-services.ts";

/** Maximum answer length, in tokens. */
const MAX_TOKENS = 64;

/** Sampling of questions, answers from the crop, and answers from the full image, as in the released code. */
const SAMPLERS = {
  question: { temperature: 0.9, topP: 0.8, topK: 0 },
  answers: { temperature: 0.7, topP: 0.9, topK: 0 },
  attempts: { temperature: 1, topP: 1, topK: 0 },
} as const satisfies Record<string, Omit<Sampler, "seed">>;

/** The full image with the red box and the hint below the question. */
const GROUNDED: Recipe = [{ kind: "marked", hint: true }];

const QUESTION_PROMPT =
  "Ask one short question about this picture that can be answered from the picture alone. Write only the question.";

type Stage = keyof typeof SAMPLERS;

/** Answers under a candidate's showing, judged where the right one is known; null when stopped. */
async function say(
  items: ItemServices,
  job: Job,
  { id, image, region }: Candidate,
  stage: Stage,
  question: string,
  group: number,
  right: RightAnswer | null,
): Promise<Outcome<Answered | null>> {
  if (!(await job.goOn())) return success(null);
  items.store.setState({ work: { kind: stage, candidate: id }, fault: null });
  return withPicture(items, image.id, async ({ client, facts }) => {
    const { id: model, boxWords } = facts;
    const subject: Subject = { model, boxWords, image: image.id, size: image.size, box: region, question };
    const showing = showingOf(subject, stage === "attempts" ? GROUNDED : CROP);
    const sampler = { ...SAMPLERS[stage], seed: items.store.getState().seed };
    const request = { showing, sampler, group, maxTokens: MAX_TOKENS };
    return askWhole(client, request, judgeBy(right), job.signal);
  });
}

/** Asks the model for a question about the crop. Its answer is used only if it is one. */
export async function askQuestion(items: ItemServices, job: Job, id: string): Promise<void> {
  const candidate = candidateOf(items, id);
  if (candidate === null) return;
  const answered = await say(items, job, candidate, "question", QUESTION_PROMPT, 1, null);
  items.store.setState({ work: null });
  if (!answered.ok) return complainOf(items, answered.fault);
  const text = answered.value?.rollouts.map(answerText)[0];
  if (text === undefined) return;
  if (text.endsWith("?")) changeCandidate(items, id, { question: text, answers: [], attempts: [] });
  else items.store.setState({ noQuestion: { ...items.store.getState().noQuestion, [id]: text } });
}

/** Samples answers from the crop; previous ones, and what followed from them, are discarded. Returns whether to go on. */
export async function sampleAnswers(items: ItemServices, job: Job, id: string): Promise<boolean> {
  const candidate = candidateOf(items, id);
  if (candidate === null) return false;
  const { answers: count } = items.store.getState().thresholds;
  const answered = await say(items, job, candidate, "answers", candidate.question, count, null);
  items.store.setState({ work: null });
  if (!answered.ok) complainOf(items, answered.fault);
  if (!answered.ok || answered.value === null) return false;
  changeCandidate(items, id, { answers: answered.value.rollouts.map(answerText), attempts: [] });
  return true;
}

/** Samples answers from the full image with the red box, judged by the consensus from the crop. Returns whether to go on. */
export async function sampleAttempts(items: ItemServices, job: Job, id: string): Promise<boolean> {
  const candidate = candidateOf(items, id);
  if (candidate === null) return false;
  const { thresholds } = items.store.getState();
  const { answer } = consensusOf(candidate.answers, thresholds);
  if (answer === null) return false;
  const right = { answer, evidence: [], choices: [] };
  const answered = await say(
    items,
    job,
    candidate,
    "attempts",
    candidate.question,
    thresholds.attempts,
    right,
  );
  items.store.setState({ work: null });
  if (!answered.ok) complainOf(items, answered.fault);
  if (!answered.ok || answered.value === null) return false;
  changeCandidate(items, id, { attempts: answered.value.verdicts.map((verdict) => verdict === true) });
  return true;
}
