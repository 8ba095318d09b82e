/**
 * A run over a suite as a state machine: pure, so that pausing, stopping and resuming after a reload are tested without
 * a model. It holds ids and times only; results go to a file as they come.
 */
import type { Fault } from "../../base/outcome.ts";

/** Paused: between two items, until resumed. Halted: as paused, but by a fault that would meet every item. */
export type Phase =
  | { readonly kind: "ready" }
  | { readonly kind: "running" }
  | { readonly kind: "paused" }
  | { readonly kind: "halted"; readonly fault: Fault }
  | { readonly kind: "stopped" }
  | { readonly kind: "finished" };

export interface SuiteRun {
  readonly phase: Phase;
  /** Ids in the order of asking. */
  readonly order: readonly string[];
  /** How many of them, from the first, are done. */
  readonly done: number;
  /** How long the last items took, in seconds, oldest first. */
  readonly recent: readonly number[];
}

export type SuiteRunEvent =
  | { readonly kind: "start" | "pause" | "resume" | "stop" }
  | { readonly kind: "halt"; readonly fault: Fault }
  /** Without seconds where it was left out. */
  | { readonly kind: "itemDone"; readonly id: string; readonly seconds: number | null };

/** How many items the remaining time is estimated from: enough to smooth, few enough to follow a device that slows down. */
const RECENT = 20;

/**
 * A run that is ready to start. `asked` are the ids that a stored results file already has: they are moved to the front as
 * done, and the others are asked.
 */
export function createRun(order: readonly string[], asked: ReadonlySet<string> = new Set()): SuiteRun {
  const before = order.filter((id) => asked.has(id));
  const left = order.filter((id) => !asked.has(id));
  const phase: Phase = left.length === 0 ? { kind: "finished" } : { kind: "ready" };
  return { phase, order: [...before, ...left], done: before.length, recent: [] };
}

/** The item to ask now; null where the run is not running. */
export function nextItem(run: SuiteRun): string | null {
  return run.phase.kind === "running" ? (run.order[run.done] ?? null) : null;
}

function itemDone(run: SuiteRun, event: Extract<SuiteRunEvent, { kind: "itemDone" }>): SuiteRun {
  if (event.id !== run.order[run.done]) return run;
  const done = run.done + 1;
  const counted: SuiteRun = {
    ...run,
    done,
    recent: event.seconds === null ? run.recent : [...run.recent, event.seconds].slice(-RECENT),
  };
  return done === run.order.length ? { ...counted, phase: { kind: "finished" } } : counted;
}

const LEAVE: Readonly<Record<"start" | "pause" | "resume" | "stop", readonly Phase["kind"][]>> = {
  start: ["ready"],
  pause: ["running"],
  resume: ["paused", "halted"],
  stop: ["ready", "running", "paused", "halted"],
};

/**
 * The run after an event. An event that its phase does not handle leaves it unchanged. An item that was in progress when the run
 * was paused or halted still counts when it completes; one that completes after a stop does not.
 */
export function step(run: SuiteRun, event: SuiteRunEvent): SuiteRun {
  switch (event.kind) {
    case "start":
    case "resume":
      return LEAVE[event.kind].includes(run.phase.kind) ? { ...run, phase: { kind: "running" } } : run;
    case "pause":
      return LEAVE.pause.includes(run.phase.kind) ? { ...run, phase: { kind: "paused" } } : run;
    case "stop":
      return LEAVE.stop.includes(run.phase.kind) ? { ...run, phase: { kind: "stopped" } } : run;
    case "halt":
      return run.phase.kind === "running" || run.phase.kind === "paused"
        ? { ...run, phase: { kind: "halted", fault: event.fault } }
        : run;
    case "itemDone":
      return ["running", "paused", "halted"].includes(run.phase.kind) ? itemDone(run, event) : run;
    default:
      return event satisfies never;
  }
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** At the pace of the last items; null before the first one is done. */
  readonly secondsLeft: number | null;
}

export function progressOf({ order, done, recent }: SuiteRun): Progress {
  const pace = recent.length === 0 ? null : recent.reduce((sum, each) => sum + each, 0) / recent.length;
  const secondsLeft = pace === null ? null : pace * (order.length - done);
  return { done, total: order.length, secondsLeft };
}
