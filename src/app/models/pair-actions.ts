/** Two models: one answers, a stronger one with the same tokenizer teaches; and the way to restore the previous settings. */
import type { ModelId } from "../../base/ids.ts";
import { FULL } from "../../evidence/views/recipe.ts";
import { degradedOf } from "../../evidence/views/usual-views.ts";
import { EIGHT_ANSWERS } from "../../session/settings.ts";
import type { LocalFile } from "../../source/source.ts";
import { type AppServices, apply } from "../services.ts";
import { loadModel, sourceOf } from "./load-model.ts";
import { change } from "./model-services.ts";
import { mayLoad } from "./stopping.ts";

/** Remembers the settings from before two models were combined; nothing happens where that was done already. */
function keepFormer(services: AppServices): void {
  const { model, models, session } = services.store.getState();
  const { plan, settings } = session;
  if (plan === null || model.kind !== "ready" || models.former !== null) return;
  const former = {
    title: model.facts.title,
    student: { model: model.facts.id, boxWords: model.facts.boxWords },
    teacher: plan.teacher ?? null,
    others: plan.others,
    sampling: settings.sampling,
  };
  change(services, { former });
}

/**
 * Lets `teacher` teach `student` as in VA-OPD and Uni-OPD: both are shown the full image, the degraded view is a copy of that
 * image, and answers come in groups of eight. The previous settings can be restored; all of it is one undo step.
 */
export async function pair(services: AppServices, student: ModelId, teacher: ModelId): Promise<void> {
  if (!(await mayLoad(services))) return;
  const { model, session } = services.store.getState();
  const { plan, settings } = session;
  if (plan === null || model.kind !== "ready") return;
  keepFormer(services);
  const rest = plan.others.filter(({ role }) => role !== "teacher" && role !== "degraded");
  const others = [
    { role: "teacher", recipe: FULL } as const,
    ...rest,
    { role: "degraded", recipe: degradedOf(FULL) } as const,
  ];
  const { seed, maxTokens } = settings.sampling;
  apply(services, {
    kind: "setReaders",
    student: { model: student, boxWords: null },
    teacher: { model: teacher, boxWords: null },
    others,
    sampling: { ...EIGHT_ANSWERS, seed, maxTokens },
  });
  services.source = sourceOf(services, student);
  await loadModel(services);
}

/**
 * Opens a model that was trained from `parent`, from its files, and lets the parent score its answers from the full image too: the
 * strip then shows where training changed what is said. The previous settings can be restored. False where it was not opened.
 */
export async function openTrained(
  services: AppServices,
  child: ModelId,
  parent: ModelId,
  files: readonly LocalFile[],
): Promise<boolean> {
  if (!(await mayLoad(services))) return false;
  const { plan, settings } = services.store.getState().session;
  services.opened.set(child, { kind: "files", files, mix: null });
  services.source = sourceOf(services, child);
  if (plan !== null) {
    keepFormer(services);
    const rest = plan.others.filter(({ role }) => role !== "teacher");
    apply(services, {
      kind: "setReaders",
      student: { model: child, boxWords: null },
      teacher: { model: parent, boxWords: null },
      others: [{ role: "teacher", recipe: FULL }, ...rest],
      sampling: settings.sampling,
    });
  }
  await loadModel(services);
  return true;
}

/** Models, views and sampling from before `pair`. */
export async function unpair(services: AppServices): Promise<void> {
  const { former } = services.store.getState().models;
  if (former === null || !(await mayLoad(services))) return;
  change(services, { former: null });
  apply(services, { kind: "setReaders", ...former });
  services.source = sourceOf(services, former.student.model);
  await loadModel(services);
}
