/** A job in words. */
import type { JobFacts } from "../../app/jobs/jobs.ts";

/** "Suite run, 120 of 600" */
export function jobWords({ title, progress }: JobFacts): string {
  return progress === null ? title : `${title}, ${progress.done} of ${progress.total}`;
}

/** Several of them, one after the other. */
export function jobsWords(jobs: readonly JobFacts[]): string {
  return jobs.map(jobWords).join("; ");
}
