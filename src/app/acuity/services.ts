/** What the actions of the page share. */
import type { Painter } from "../../acuity/painter/painter.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { RunCard } from "../../evidence/rollout.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import type { Respondent } from "../../suite/run/respondent.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { AcuityStore, OwnPicture } from "./acuity-state.ts";
import type { Keeping } from "./kept.ts";

export interface AcuityServices {
  readonly jobs: Jobs;
  readonly store: AcuityStore;
  readonly keeping: Keeping;
  /** A worker that paints and fits. */
  painter(): Painter;
  /** The loaded model as who answers; null where none is loaded. */
  respondent(files: Pick<ReadonlyMap<string, SuiteFile>, "get">, signal: AbortSignal): Respondent | null;
  /** What the answers are made on, from one question about the first picture; null where it was stopped. */
  card(respondent: Respondent, paths: Iterable<string>): Promise<Outcome<RunCard | null>>;
  /** The text of a recorded measurement. */
  recorded(name: string): Promise<Outcome<string>>;
  /** The playground's picture, box, question and right answer, which is empty where it is not known. Fault badInput. */
  playground(): Outcome<OwnPicture>;
}
