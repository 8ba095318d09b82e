/** What the studio needs of the page: files, the model in use, and the playground. */
import type { ImageId, ModelId, Size } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { EngineRuns } from "../../engine/port.ts";
import type { ScenePainter } from "../../scene/painter/painter.ts";
import type { RightAnswer } from "../../suite/score/judge.ts";
import type { Box } from "../../view/box.ts";
import type { Jobs } from "../jobs/jobs.ts";

/** The model that answers, its picture at hand in the engine. */
export interface Voice {
  readonly engine: EngineRuns;
  readonly model: ModelId;
  readonly boxWords: string | null;
  readonly image: ImageId;
}

/** A scene and one of its questions, for the playground. */
export interface ForPlayground {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly alt: string;
  readonly size: Size;
  readonly box: Box;
  readonly question: string;
  /** Null for a description. */
  readonly right: RightAnswer | null;
}

export interface StudioPort {
  /** The address of the page's files. */
  readonly base: string;
  readonly jobs: Jobs;
  readonly painter: ScenePainter;
  /**
   * Lets the model in use see a picture, a file under an id of its own, while `work` runs. Faults: unsupported, without a
   * model; those of `work`.
   */
  withPicture<T>(
    id: ImageId,
    file: Uint8Array<ArrayBuffer>,
    work: (voice: Voice) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>>;
  openInPlayground(opened: ForPlayground): Promise<Outcome<null>>;
}
