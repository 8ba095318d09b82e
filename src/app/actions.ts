/** Every intent of the person, as a function. The interface is what the screen is built on. */

import type { ModelId } from "../base/ids.ts";
import type { Outcome } from "../base/outcome.ts";
import type { ModelPicture, PictureRequest } from "../engine/port.ts";
import type { Divergence } from "../evidence/replay.ts";
import type { Recipe, RoledRecipe } from "../evidence/views/recipe.ts";
import type { GateChoice } from "../gate/gate.ts";
import type { Sampling } from "../session/document/document.ts";
import type { LocalFile } from "../source/source.ts";
import type { Box } from "../view/box.ts";
import type { AttributionHandle } from "./attribution/create-attribution.ts";
import type { ItemsHandle } from "./items/create-items.ts";
import type { ModelActions } from "./models/models-actions.ts";
import type { Place } from "./place.ts";
import type { Recovery } from "./recovery.ts";
import type { TokenActions } from "./run/token-actions.ts";
import type { SessionActions } from "./sessions/session-actions.ts";
import type { SessionsActions } from "./sessions/sessions-actions.ts";
import type { SuiteHandle } from "./suite/create-suite.ts";

export interface Actions {
  readonly models: ModelActions;
  readonly session: SessionActions;
  readonly token: TokenActions;
  readonly sessions: SessionsActions;
  /** Starts the engine and loads the bundled model; also the way back after a lost worker. Keeps the session. */
  start(): Promise<void>;
  /** Loads the bundled model after its loading was stopped. */
  loadModel(): Promise<void>;
  stopLoading(): void;
  openGalleryItem(id: string): Promise<void>;
  /** Opens a file, a dropped file, a pasted or a camera image. */
  openFile(file: Blob, name: string): Promise<void>;
  /**
   * Opens what was dropped or pasted on the page that it belongs to, which `go` shows; `from` is the one that is shown now.
   * Returns the pictures that are left, since the playground shows one at a time. What is not known is said.
   */
  takeIn(files: readonly LocalFile[], from: Place, go: (place: Place) => void): Promise<readonly LocalFile[]>;
  setQuestion(question: string): void;
  /** How the student is shown the image. */
  setStudent(recipe: Recipe): Promise<void>;
  /** How the teacher is; other sides are left as they are. */
  setTeacher(recipe: Recipe): Promise<void>;
  /** Which sides read the student's tokens; those that have read them already are not asked again. */
  setOthers(others: readonly RoledRecipe[]): Promise<void>;
  /** Who reads as the teacher: another open model, or the student's own with null. */
  setTeacherModel(id: ModelId | null): Promise<void>;
  /** Moves the box, as while dragging; the teacher's replay follows while replays are quick. */
  moveBox(box: Box): Promise<void>;
  /** Keeps the box and replays the student's tokens under the new showings, if there is an answer. */
  releaseBox(box: Box): Promise<void>;
  /** How many answers the next group has, and how they are drawn. */
  setSampling(sampling: Partial<Sampling>): void;
  /** Which divergence is measured, over which support. */
  setDivergence(divergence: Divergence): Promise<void>;
  /** A gate's knobs; the group on the screen is weighed anew. */
  setGate(choice: GateChoice): Promise<void>;
  /** Which signal colours the tokens. */
  setSignal(signal: string): void;
  /** Which further signals are drawn as lines, by their ids. */
  setLines(lines: readonly string[]): void;
  /** Lets the student answer and the others read it; stops what was running. */
  answer(): Promise<void>;
  stop(): void;
  select(token: number | null): void;
  /** Which sibling of the group the screen is about. */
  selectSibling(sibling: number): void;
  /** Which gate's panel is open. */
  selectGate(gate: GateChoice["gate"]): void;
  /** Takes a way back from a fault. */
  recover(recovery: Recovery): Promise<void>;
  dismissFault(): void;
  /** What the longest edge of each picture is brought to before it is cut into tiles. */
  setLongestEdge(longestEdge: number): Promise<void>;
  /** Lets the model answer under the four conditions of the gap, and keeps them with the shown answer. */
  splitGap(): Promise<void>;
  /** The exact pixels that a model is given for a view. */
  picture(request: PictureRequest): Promise<Outcome<ModelPicture>>;
  /** The maps of where the model looks: their state and actions, fetched when they are first asked for. */
  attribution(): Promise<AttributionHandle>;
  /** The suite's page: its state and actions, fetched when they are first asked for. */
  suite(): Promise<SuiteHandle>;
  /** The item builder: its state and actions, fetched when they are first asked for. */
  items(): Promise<ItemsHandle>;
}
