/** Loading the models in use: the one that answers, and beside it the one that teaches, where that is another. */
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { ModelFacts } from "../../engine/port.ts";
import type { ModelSource } from "../../source/source.ts";
import { apply, bundledSource, complain, type Desk, set, takeOver } from "../desk.ts";
import { BUNDLED_MODELS } from "./bundled.ts";

/** Where a model is opened from: with the page, as it was opened before in this visit, else from what this browser keeps. */
export function sourceOf(desk: Desk, id: ModelId): ModelSource {
  return knownSource(desk, id) ?? { kind: "kept", id };
}

/** The same for a model that is at hand for certain; null for any other. */
export function knownSource(desk: Desk, id: ModelId): ModelSource | null {
  const bundled = BUNDLED_MODELS.find((model) => model.id === id);
  return bundled === undefined ? (desk.opened.get(id) ?? null) : bundledSource(bundled);
}

/** One loading on its way: a later one, or another engine, makes it stale. */
interface Loading {
  readonly desk: Desk;
  readonly client: LocalEngine;
  isCurrent(): boolean;
  open(source: ModelSource, beside: readonly ModelId[]): Promise<Outcome<ModelFacts | null>>;
}

/** Takes the place of a former loading; what runs is stopped. Null without an engine. */
function begin(desk: Desk): Loading | null {
  const { client, store } = desk;
  if (client === null) return null;
  if (store.getState().run.kind !== "idle") takeOver(desk);
  desk.loading.abort();
  desk.loading = new AbortController();
  const { signal } = desk.loading;
  const isCurrent = () => client === desk.client && signal === desk.loading.signal;
  set(desk, { model: { kind: "loading", stage: "download", done: 0, total: 0 }, run: { kind: "idle" } });
  return {
    desk,
    client,
    isCurrent,
    open: (source, beside) =>
      client.loadModel(
        source,
        signal,
        (event) => {
          if (event.kind !== "progress" || !isCurrent()) return;
          set(desk, { model: { kind: "loading", stage: event.stage, done: event.done, total: event.total } });
        },
        beside,
      ),
  };
}

/** A teacher with other words is refused with the reason. */
function checkWords(student: ModelFacts, teacher: ModelFacts): Outcome<ModelFacts> {
  if (student.tokenizerSha256 === teacher.tokenizerSha256) return success(teacher);
  return failure(
    "badInput",
    `${teacher.title} cannot teach ${student.title}: their tokenizers differ, so the same ids are other words.`,
    "Take a teacher with the student's tokenizer, or the student's own weights.",
  );
}

/** Opens a teacher beside the student and enters it in the plan; one that cannot be had is none. */
async function openTeacher(loading: Loading, student: ModelFacts, id: ModelId): Promise<void> {
  const { desk } = loading;
  const opened = await loading.open(sourceOf(desk, id), [student.id]);
  if (!loading.isCurrent() || (opened.ok && opened.value === null)) return;
  const teacher = opened.ok && opened.value !== null ? checkWords(student, opened.value) : opened;
  if (!teacher.ok) complain(desk, teacher.fault);
  const facts = teacher.ok ? teacher.value : null;
  const reader = facts === null ? null : { model: facts.id, boxWords: facts.boxWords };
  const former = desk.store.getState().session.plan?.teacher?.model;
  if (former !== reader?.model) apply(desk, { kind: "setTeacherModel", teacher: reader });
}

/**
 * Loads the model of the source in use, and the teacher's where the plan names another; every other is closed. Stopped on
 * the way, the engine stays without one.
 */
export async function loadModel(desk: Desk): Promise<void> {
  const loading = begin(desk);
  if (loading === null) return;
  const teacher = desk.store.getState().session.plan?.teacher?.model;
  const opened = await loading.open(desk.source, teacher === undefined ? [] : [teacher]);
  if (!loading.isCurrent()) return;
  if (!opened.ok) return set(desk, { model: { kind: "failed", fault: opened.fault } });
  if (opened.value === null) return set(desk, { model: { kind: "idle" } });
  const { id: model, boxWords } = opened.value;
  desk.opened.set(model, desk.source);
  apply(desk, { kind: "setModel", model, boxWords });
  if (teacher === model) apply(desk, { kind: "setTeacherModel", teacher: null });
  else if (teacher !== undefined) await openTeacher(loading, opened.value, teacher);
  if (loading.isCurrent()) set(desk, { model: { kind: "ready", facts: opened.value } });
}

/** Lets another model teach, or with null the student's own; a former teacher is closed. */
export async function loadTeacher(desk: Desk, id: ModelId | null): Promise<void> {
  const { model, session } = desk.store.getState();
  if (model.kind !== "ready") return;
  if (id === null || id === model.facts.id) {
    if (session.plan?.teacher === undefined) return;
    apply(desk, { kind: "setTeacherModel", teacher: null });
    return loadModel(desk);
  }
  const loading = begin(desk);
  if (loading === null) return;
  await openTeacher(loading, model.facts, id);
  if (loading.isCurrent()) set(desk, { model });
}
