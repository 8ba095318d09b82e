/** What runs on the page. Each job has an owner, gives way where a person waits for another one, and ends once. */
import {
  entered,
  type JobKind,
  type JobState,
  left,
  mayGoOn,
  type Schedule,
  stateOf,
  withHeld,
} from "../../base/schedule.ts";

/** Whose a job is: an interactive one takes the place of its owner's former one, and of no other's. */
export type JobOwner =
  | "playground"
  | "token"
  | "attention"
  | "map"
  | "suite"
  | "items"
  | "logs"
  | "lab"
  | "scenes"
  | "acuity"
  | "loading"
  | "transfer";

export interface JobSpec {
  readonly owner: JobOwner;
  readonly kind: JobKind;
  /** What a person calls it, as at the beginning of a sentence. */
  readonly title: string;
  /** Whether it asks the open models: loading another one stops it then. */
  readonly usesModel: boolean;
}

/** A job that the playground waits for. */
export function playgroundJob(title: string): JobSpec {
  return { owner: "playground", kind: "interactive", title, usesModel: true };
}

/** What the page shows of a job that has not ended. */
export interface JobFacts extends JobSpec {
  readonly id: number;
  readonly state: JobState;
  /** Null where nobody knows. */
  readonly progress: { readonly done: number; readonly total: number } | null;
}

export interface Job {
  /** Aborted when the job is stopped. */
  readonly signal: AbortSignal;
  /** Whether no later job of its owner has taken its place; a job that was stopped may still show what it has. */
  isCurrent(): boolean;
  state(): JobState;
  report(done: number, total: number): void;
  /** Before each step: waits while the job is paused or gives way; false where it was stopped. */
  goOn(): Promise<boolean>;
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface Jobs {
  /** Does `work` as a job, which ends with it or when it is stopped. */
  run<T>(spec: JobSpec, work: (job: Job) => Promise<T>): Promise<T>;
  /** The owner's last job, unless it has ended. */
  of(owner: JobOwner): Job | null;
  /** Stops the owner's job, and what it comes to is not shown any more. */
  dismiss(owner: JobOwner): void;
  /** Stops those that have not ended. */
  stop(jobs: readonly JobFacts[]): void;
}

/** Whether loading a model stops a job: one that a person paused waits for its model and loses nothing. */
export function isStoppedByLoading({ kind, usesModel, state }: JobFacts): boolean {
  return kind === "background" && usesModel && state === "running";
}

interface Open {
  readonly spec: JobSpec;
  readonly job: Job;
  progress: JobFacts["progress"];
}

/** `publish` is given all that have not ended, after each change. */
export function createJobs(publish: (jobs: readonly JobFacts[]) => void): Jobs {
  const open = new Map<number, Open>();
  const latest = new Map<JobOwner, number>();
  let schedule: Schedule<number> = [];
  let waiting: (() => void)[] = [];
  let count = 0;

  const changed = (next: Schedule<number>): void => {
    schedule = next;
    const all = waiting;
    waiting = [];
    for (const each of all) each();
    publish(
      [...open].map(([id, { spec, progress }]) => ({ ...spec, id, state: stateOf(schedule, id), progress })),
    );
  };
  const end = (id: number): void => {
    if (open.delete(id)) changed(left(schedule, id));
  };

  const jobOf = (id: number, owner: JobOwner): Job => {
    const controller = new AbortController();
    const { signal } = controller;
    return {
      signal,
      isCurrent: () => latest.get(owner) === id,
      state: () => stateOf(schedule, id),
      report(done, total) {
        const entry = open.get(id);
        if (entry === undefined) return;
        entry.progress = { done, total };
        changed(schedule);
      },
      async goOn() {
        while (!signal.aborted && !mayGoOn(schedule, id))
          await new Promise<void>((resolve) => waiting.push(resolve));
        return !signal.aborted;
      },
      pause: () => changed(withHeld(schedule, id, true)),
      resume: () => changed(withHeld(schedule, id, false)),
      stop() {
        controller.abort();
        end(id);
      },
    };
  };

  const of = (owner: JobOwner): Job | null => open.get(latest.get(owner) ?? -1)?.job ?? null;
  return {
    async run(spec, work) {
      const former = open.get(latest.get(spec.owner) ?? -1);
      if (spec.kind === "interactive" && former?.spec.kind === "interactive") former.job.stop();
      count++;
      const id = count;
      const job = jobOf(id, spec.owner);
      open.set(id, { spec, job, progress: null });
      latest.set(spec.owner, id);
      changed(entered(schedule, id, spec.kind));
      try {
        return await work(job);
      } finally {
        end(id);
      }
    },
    of,
    dismiss(owner) {
      of(owner)?.stop();
      latest.delete(owner);
    },
    stop(jobs) {
      for (const { id } of jobs) open.get(id)?.job.stop();
    },
  };
}
