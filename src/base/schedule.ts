/** Jobs that share what only one can use at a time: who may go on, the interactive ones before those in the background. */

/** Interactive: a person waits for it. Background: it takes longer, and gives way between its steps. */
export type JobKind = "interactive" | "background";

/** Queued: not yet begun. Paused: begun, and waits for an interactive job or because a person paused it. */
export type JobState = "queued" | "running" | "paused" | "ended";

export interface Scheduled<Id> {
  readonly id: Id;
  readonly kind: JobKind;
  /** Whether it could go on at some time. */
  readonly begun: boolean;
  /** Whether a person paused it. */
  readonly held: boolean;
}

/** In the order in which they came. */
export type Schedule<Id> = readonly Scheduled<Id>[];

/** Whether a job may do its next step: an interactive one always, one in the background while no interactive one is there. */
export function mayGoOn<Id>(schedule: Schedule<Id>, id: Id): boolean {
  const job = schedule.find((each) => each.id === id);
  if (job === undefined || job.held) return false;
  return job.kind === "interactive" || !schedule.some(({ kind, held }) => kind === "interactive" && !held);
}

/** The one that may go on where only one can: the first interactive one, else the first in the background. */
export function firstOf<Id>(schedule: Schedule<Id>): Id | null {
  return schedule.find(({ id }) => mayGoOn(schedule, id))?.id ?? null;
}

export function stateOf<Id>(schedule: Schedule<Id>, id: Id): JobState {
  const job = schedule.find((each) => each.id === id);
  if (job === undefined) return "ended";
  if (mayGoOn(schedule, id)) return "running";
  return job.begun || job.held ? "paused" : "queued";
}

function begun<Id>(schedule: Schedule<Id>): Schedule<Id> {
  return schedule.map((job) => (job.begun || !mayGoOn(schedule, job.id) ? job : { ...job, begun: true }));
}

/** With one more job, behind the others. */
export function entered<Id>(schedule: Schedule<Id>, id: Id, kind: JobKind): Schedule<Id> {
  return begun([...schedule, { id, kind, begun: false, held: false }]);
}

/** Without a job that has ended. */
export function left<Id>(schedule: Schedule<Id>, id: Id): Schedule<Id> {
  return begun(schedule.filter((job) => job.id !== id));
}

/** With a job that a person paused, or let go on. */
export function withHeld<Id>(schedule: Schedule<Id>, id: Id, held: boolean): Schedule<Id> {
  return begun(schedule.map((job) => (job.id === id ? { ...job, held } : job)));
}
