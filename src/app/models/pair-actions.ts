/** Two models at once: one answers, a stronger one of the same tokenizer teaches. And the way back to what was before. */
import type { ModelId } from "../../base/ids.ts";
import { FULL } from "../../evidence/views/recipe.ts";
import { degradedOf } from "../../evidence/views/usual-views.ts";
import { EIGHT_ANSWERS } from "../../session/settings.ts";
import { apply, type Desk } from "../desk.ts";
import { loadModel, sourceOf } from "./load-model.ts";
import { change } from "./models-desk.ts";

/**
 * Lets `teacher` teach `student` as VA-OPD and Uni-OPD have it: both are shown the full image, the degraded view is of that
 * image, and answers come in groups of eight. What was set up before can be had again; all of it is one step to undo.
 */
export async function pair(desk: Desk, student: ModelId, teacher: ModelId): Promise<void> {
  const { model, models, session } = desk.store.getState();
  const { plan, settings } = session;
  if (plan === null || model.kind !== "ready") return;
  const former = {
    title: model.facts.title,
    student: { model: model.facts.id, boxWords: model.facts.boxWords },
    teacher: plan.teacher ?? null,
    others: plan.others,
    sampling: settings.sampling,
  };
  change(desk, { former: models.former ?? former });
  const rest = plan.others.filter(({ role }) => role !== "teacher" && role !== "degraded");
  const others = [
    { role: "teacher", recipe: FULL } as const,
    ...rest,
    { role: "degraded", recipe: degradedOf(FULL) } as const,
  ];
  const { seed, maxTokens } = settings.sampling;
  apply(desk, {
    kind: "setReaders",
    student: { model: student, boxWords: null },
    teacher: { model: teacher, boxWords: null },
    others,
    sampling: { ...EIGHT_ANSWERS, seed, maxTokens },
  });
  desk.source = sourceOf(desk, student);
  await loadModel(desk);
}

/** Models, views and sampling as they were before `pair`. */
export async function unpair(desk: Desk): Promise<void> {
  const { former } = desk.store.getState().models;
  if (former === null) return;
  change(desk, { former: null });
  apply(desk, { kind: "setReaders", ...former });
  desk.source = sourceOf(desk, former.student.model);
  await loadModel(desk);
}
