/** Loads the models in use: the one that answers, and the teacher where that is another model. */
import type { ModelId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { ModelFacts } from "../../engine/port.ts";
import { checkSameTokens } from "../../engine/same-tokens.ts";
import type { ModelSource, ServedSource } from "../../source/source.ts";
import type { Job, JobSpec } from "../jobs/jobs.ts";
import { type AppServices, apply, bundledSource, complain, set } from "../services.ts";
import { BUNDLED_MODELS } from "./bundled.ts";
import { openServed } from "./remote-engines.ts";

/** The source of a model: bundled, opened before in this visit, or otherwise stored in this browser. */
export function sourceOf(services: AppServices, id: ModelId): ModelSource | ServedSource {
  return knownSource(services, id) ?? { kind: "kept", id };
}

/** The same for a model that is certainly available; null for any other. */
export function knownSource(services: AppServices, id: ModelId): ModelSource | ServedSource | null {
  const bundled = BUNDLED_MODELS.find((model) => model.id === id);
  return bundled === undefined ? (services.opened.get(id) ?? null) : bundledSource(bundled);
}

/** A loading in progress; a later one, or another engine, makes it stale. */
interface Loading {
  readonly services: AppServices;
  readonly client: LocalEngine;
  isCurrent(): boolean;
  open(source: ModelSource | ServedSource, beside: readonly ModelId[]): Promise<Outcome<ModelFacts | null>>;
}

const LOADING: JobSpec = {
  owner: "loading",
  kind: "interactive",
  title: "Loading a model",
  usesModel: false,
};

/** Replaces a previous loading and stops a running answer. Does nothing without an engine. */
async function loadingJob(services: AppServices, work: (loading: Loading) => Promise<void>): Promise<void> {
  const { client } = services;
  if (client === null) return;
  await services.jobs.run(LOADING, (job) => work(begin(services, client, job)));
}

function begin(services: AppServices, client: LocalEngine, job: Job): Loading {
  if (services.store.getState().run.kind !== "idle") services.jobs.dismiss("playground");
  const { signal } = job;
  const isCurrent = () => client === services.client && job.isCurrent();
  set(services, { model: { kind: "loading", stage: "download", done: 0, total: 0 }, run: { kind: "idle" } });
  return {
    services,
    client,
    isCurrent,
    open: (source, beside) =>
      source.kind === "served"
        ? openServed(services, source, signal)
        : client.loadModel(
            source,
            signal,
            (event) => {
              if (event.kind !== "progress" || !isCurrent()) return;
              set(services, {
                model: { kind: "loading", stage: event.stage, done: event.done, total: event.total },
              });
            },
            beside,
          ),
  };
}

/** A teacher with another tokenizer is refused with the reason. */
function checkWords(student: ModelFacts, teacher: ModelFacts): Outcome<ModelFacts> {
  const same = checkSameTokens(student, teacher);
  return same.ok ? success(teacher) : same;
}

/** Opens a teacher beside the student and sets it in the plan; if it cannot be opened there is none. */
async function openTeacher(loading: Loading, student: ModelFacts, id: ModelId): Promise<void> {
  const { services } = loading;
  const opened = await loading.open(sourceOf(services, id), [student.id]);
  if (!loading.isCurrent() || (opened.ok && opened.value === null)) return;
  const teacher = opened.ok && opened.value !== null ? checkWords(student, opened.value) : opened;
  if (!teacher.ok) complain(services, teacher.fault);
  const facts = teacher.ok ? teacher.value : null;
  const reader = facts === null ? null : { model: facts.id, boxWords: facts.boxWords };
  const former = services.store.getState().session.plan?.teacher?.model;
  if (former !== reader?.model) apply(services, { kind: "setTeacherModel", teacher: reader });
}

/**
 * Loads the model in use, and the teacher's where the plan names another one; all others are closed. When stopped, the
 * engine is left without a model.
 */
export function loadModel(services: AppServices): Promise<void> {
  return loadingJob(services, loadStudent);
}

async function loadStudent(loading: Loading): Promise<void> {
  const { services } = loading;
  const teacher = services.store.getState().session.plan?.teacher?.model;
  const opened = await loading.open(services.source, teacher === undefined ? [] : [teacher]);
  if (!loading.isCurrent()) return;
  if (!opened.ok) return set(services, { model: { kind: "failed", fault: opened.fault } });
  if (opened.value === null) return set(services, { model: { kind: "idle" } });
  const { id: model, boxWords } = opened.value;
  services.opened.set(model, services.source);
  apply(services, { kind: "setModel", model, boxWords });
  if (teacher === model) apply(services, { kind: "setTeacherModel", teacher: null });
  else if (teacher !== undefined) await openTeacher(loading, opened.value, teacher);
  if (loading.isCurrent()) set(services, { model: { kind: "ready", facts: opened.value } });
}

/** Sets another model as the teacher, or the student's own with null; a previous teacher is closed. */
export async function loadTeacher(services: AppServices, id: ModelId | null): Promise<void> {
  const { model, session } = services.store.getState();
  if (model.kind !== "ready") return;
  if (id === null || id === model.facts.id) {
    if (session.plan?.teacher === undefined) return;
    apply(services, { kind: "setTeacherModel", teacher: null });
    return loadModel(services);
  }
  await loadingJob(services, async (loading) => {
    await openTeacher(loading, model.facts, id);
    if (loading.isCurrent()) set(services, { model });
  });
}
