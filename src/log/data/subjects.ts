/** What the prompts of a run are about, each found once. */
import type { Outcome } from "../../base/outcome.ts";
import type { LoggedRollout, LoggedSubject } from "../rollout.ts";
import type { DataSet } from "./data-set.ts";
import { type Subject, subjectOf } from "./subject.ts";

export interface Subjects {
  /** The subject of a rollout whose prompt has that index in its run. */
  of(prompt: number, rollout: LoggedRollout): Promise<Outcome<Subject>>;
}

export function createSubjects(data: DataSet): Subjects {
  const known = new Map<number, Promise<Outcome<Subject>>>();
  return {
    of(prompt, rollout) {
      const found = known.get(prompt) ?? subjectOf(rollout, data);
      known.set(prompt, found);
      return found;
    },
  };
}

/** As a line of tokens and metrics states it. */
export function loggedSubject({ question, image, crop, box }: Subject): LoggedSubject {
  return { question, image: image.path, crop: crop?.path ?? null, box };
}
