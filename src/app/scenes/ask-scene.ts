/** Asks student and teacher about a scene: the greedy answer of each, and the probability of the right one. */
import { type Outcome, success } from "../../base/outcome.ts";
import { answerText, GREEDY } from "../../evidence/rollout.ts";
import { type Subject, showingOf } from "../../evidence/views/plan.ts";
import { CROP, FULL, type Recipe } from "../../evidence/views/recipe.ts";
import type { Showing } from "../../evidence/views/showing.ts";
import { askWhole } from "../../experiment/ask.ts";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import type { SceneQuestion } from "../../scene/edit/questions.ts";
import { judgeBy } from "../../suite/score/judge.ts";
import { boxIn, rightTo } from "./scene-entry.ts";
import type { AskedForm, Said } from "./scenes-state.ts";
import type { Voice } from "./studio-port.ts";

/** Longest answer, in tokens; descriptions are longer than answers. */
const MAX_TOKENS = 96;

/** The full image with the red box, for a question about it. */
const MARKED: Recipe = [{ kind: "marked", hint: false }];

/** The two sides' showings; the teacher has none where there is no evidence to crop. */
function showingsOf(voice: Voice, scene: EditedScene, question: SceneQuestion, form: AskedForm) {
  const { model, boxWords, image } = voice;
  const { width, height } = scene;
  const about = form === "box" ? question.boxQuestion : null;
  const subject: Subject = {
    model,
    boxWords,
    image,
    size: { width, height },
    box: boxIn(scene, question),
    question: about ?? question.question,
  };
  return {
    student: showingOf(subject, about === null ? FULL : MARKED),
    teacher: question.box === null ? null : showingOf({ ...subject, question: question.question }, CROP),
  };
}

/** Null where it was stopped. */
async function say(
  { engine }: Voice,
  showing: Showing,
  question: SceneQuestion,
  signal: AbortSignal,
): Promise<Outcome<Said | null>> {
  const right = rightTo(question);
  const request = { showing, sampler: GREEDY, group: 1, maxTokens: MAX_TOKENS };
  const asked = await askWhole(engine, request, judgeBy(right), signal);
  if (!asked.ok) return asked;
  const rollout = asked.value?.rollouts[0];
  if (rollout === undefined) return success(null);
  const text = answerText(rollout);
  const said = { text, right: asked.value?.verdicts[0] ?? null };
  if (right === null) return success({ ...said, probability: null });
  // The answer's own log-probabilities are those of the right one where it is word for word the same.
  const likelihoods =
    text === right.answer
      ? success([rollout.logProbs.reduce((sum: number, each) => sum + each, 0)])
      : await engine.likelihood({ showing, answers: [right.answer] }, signal);
  if (!likelihoods.ok) return success({ ...said, probability: null });
  if (likelihoods.value === null) return success(null);
  // Rounding may raise a probability slightly above 1.
  const probability = Math.min(1, Math.exp(likelihoods.value[0] ?? Number.NEGATIVE_INFINITY));
  return success({ ...said, probability });
}

/** Asks the student, and tells `show`; then the teacher, unless `goOn` says that the scene has changed. Faults: the engine's. */
export async function askScene(
  voice: Voice,
  scene: EditedScene,
  question: SceneQuestion,
  form: AskedForm,
  signal: AbortSignal,
  show: (student: Said, teacher: Said | null) => void,
  goOn: () => boolean,
): Promise<Outcome<null>> {
  const showings = showingsOf(voice, scene, question, form);
  const student = await say(voice, showings.student, question, signal);
  if (!student.ok) return student;
  if (student.value === null) return success(null);
  show(student.value, null);
  if (showings.teacher === null || !goOn()) return success(null);
  const teacher = await say(voice, showings.teacher, question, signal);
  if (!teacher.ok) return teacher;
  if (teacher.value !== null) show(student.value, teacher.value);
  return success(null);
}
