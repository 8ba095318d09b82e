/** The types that pass between the page and the worker that reads logs. */
import type { Size } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { Box } from "../../view/box.ts";
import type { Unread } from "../read/records.ts";
import type { LoggedRollout } from "../rollout.ts";
import type { AnewScores } from "../run/anew-lines.ts";
import type { RunReport } from "../run/report.ts";
import type { LogFilter } from "../run/select.ts";

/** A file that a person chose, with its path below the chosen folder. */
export interface GivenFile {
  readonly path: string;
  readonly blob: Blob;
}

/** What the page holds of a rollout. */
export interface RolloutLine {
  readonly step: number | null;
  readonly prompt: number;
  readonly reward: number | null;
  readonly advantage: number | null;
  /** In tokens, or in characters where some rollout has no tokens. */
  readonly length: number | null;
  readonly divergence: number | null;
  /** The beginning of its answer. */
  readonly head: string;
}

export interface PromptLine {
  /** The beginning of the user's turn. */
  readonly head: string;
}

/** A further number of the rollouts, NaN where one has none. */
export interface NumberColumn {
  readonly name: string;
  readonly values: Float64Array;
}

export interface OpenedLog {
  readonly title: string;
  readonly report: RunReport;
  readonly rollouts: readonly RolloutLine[];
  readonly prompts: readonly PromptLine[];
  readonly numbers: readonly NumberColumn[];
  readonly unread: readonly Unread[];
  readonly lengthUnit: "tokens" | "characters";
  /** What a model said of some of them when their lines were written. */
  readonly anew: AnewScores | null;
}

export interface OpenedData {
  readonly rows: number;
  readonly files: number;
  readonly unread: readonly Unread[];
  readonly notes: readonly string[];
}

export interface ShownImageFile {
  readonly name: string;
  readonly blob: Blob;
}

/** What a rollout is about, with the images themselves. */
export interface ShownSubject {
  readonly question: string;
  readonly answer: string | null;
  readonly image: ShownImageFile;
  readonly size: Size;
  readonly crop: ShownImageFile | null;
  readonly box: Box | null;
  readonly notes: readonly string[];
}

export interface LogApi {
  /** Replaces the open log, unless another is opened before this one is read. */
  open(
    title: string,
    files: readonly GivenFile[],
    onProgress: (done: number, total: number) => void,
  ): Promise<Outcome<OpenedLog>>;
  /** Replaces the data, unless others are opened before these are read. */
  openData(files: readonly GivenFile[]): Promise<Outcome<OpenedData>>;
  /** Indices of the rollouts that pass, in order. */
  select(filter: LogFilter): Promise<Outcome<readonly number[]>>;
  /** A rollout with all that the log has of it. */
  read(index: number): Promise<Outcome<LoggedRollout>>;
  subject(index: number): Promise<Outcome<ShownSubject>>;
  /** Those rollouts as lines of tokens and metrics, with what an open model says of them. */
  write(indices: readonly number[], anew: AnewScores | null): Promise<Outcome<Blob>>;
}
