/** What the rollouts of a run are about, found once for all of a prompt that state the same. */
import type { Outcome } from "../../base/outcome.ts";
import type { LoggedRollout, LoggedSubject } from "../rollout.ts";
import type { DataSet } from "./data-set.ts";
import { type Subject, subjectOf } from "./subject.ts";

export interface Subjects {
  /** The subject of a rollout whose prompt has that index in its run. */
  of(prompt: number, rollout: LoggedRollout): Promise<Outcome<Subject>>;
}

export function createSubjects(data: DataSet): Subjects {
  const known = new Map<string, Promise<Outcome<Subject>>>();
  return {
    of(prompt, rollout) {
      // Rollouts of one prompt may state different evidence and different right answers.
      const key = JSON.stringify([prompt, rollout.subject, rollout.reference]);
      const found = known.get(key) ?? subjectOf(rollout, data);
      known.set(key, found);
      return found;
    },
  };
}

/** As a line of tokens and metrics states it. */
export function loggedSubject({ question, image, crop, box }: Subject): LoggedSubject {
  return { question, image: image.path, crop: crop?.path ?? null, box };
}
