/** Every action of the person, as a function. The user interface is built on this interface. */

import type { ModelId } from "../base/ids.ts";
import type { Outcome } from "../base/outcome.ts";
import type { ModelPicture, PictureRequest } from "../engine/port.ts";
import type { Divergence } from "../evidence/replay.ts";
import type { Recipe, RoledRecipe } from "../evidence/views/recipe.ts";
import type { GateChoice } from "../gate/gate.ts";
import type { OwnFormula, Sampling } from "../session/document/document.ts";
import type { LocalFile } from "../source/source.ts";
import type { Box } from "../view/box.ts";
import type { AttributionHandle } from "./attribution/create-attribution.ts";
import type { ItemsHandle } from "./items/create-items.ts";
import type { LabHandle } from "./lab/create-lab.ts";
import type { LogsHandle } from "./logs/create-logs.ts";
import type { ModelActions } from "./models/models-actions.ts";
import type { Place } from "./place.ts";
import type { Recovery } from "./recovery.ts";
import type { TokenActions } from "./run/token-actions.ts";
import type { ScenesHandle } from "./scenes/create-scenes.ts";
import type { SessionActions } from "./sessions/session-actions.ts";
import type { SessionsActions } from "./sessions/sessions-actions.ts";
import type { AcuityHandle } from "./suite/create-acuity.ts";
import type { SuiteHandle } from "./suite/create-suite.ts";

export interface Actions {
  readonly models: ModelActions;
  readonly session: SessionActions;
  readonly token: TokenActions;
  readonly sessions: SessionsActions;
  /** Starts the engine and loads the bundled model; also the recovery from a lost worker. Keeps the session. */
  start(): Promise<void>;
  /** Loads the bundled model after its loading was stopped. */
  loadModel(): Promise<void>;
  stopLoading(): void;
  openGalleryItem(id: string): Promise<void>;
  /** Opens an image from a file, a drop, the clipboard or the camera. */
  openFile(file: Blob, name: string): Promise<void>;
  /**
   * Opens dropped or pasted files on the page that they belong to, which `go` shows; `from` is the current page. Returns the
   * remaining images, since the playground shows one at a time. Unknown files are reported.
   */
  takeIn(files: readonly LocalFile[], from: Place, go: (place: Place) => void): Promise<readonly LocalFile[]>;
  setQuestion(question: string): void;
  /** Sets the student's view. */
  setStudent(recipe: Recipe): Promise<void>;
  /** Sets the teacher's view; other sides stay as they are. */
  setTeacher(recipe: Recipe): Promise<void>;
  /** Sets the sides that score the student's tokens; those that have done so are not asked again. */
  setOthers(others: readonly RoledRecipe[]): Promise<void>;
  /** Sets the teacher: another open model, or the student's own with null. */
  setTeacherModel(id: ModelId | null): Promise<void>;
  /** Moves the box while dragging; the teacher's replay follows while replays are quick. */
  moveBox(box: Box): Promise<void>;
  /** Sets the box and replays the student's tokens under the new showings, if there is an answer. */
  releaseBox(box: Box): Promise<void>;
  /** Sets the size of the next group, and how its answers are sampled. */
  setSampling(sampling: Partial<Sampling>): void;
  /** Sets the divergence and its support. */
  setDivergence(divergence: Divergence): Promise<void>;
  /** Sets a gate's settings; weights of the group on the screen are computed again. */
  setGate(choice: GateChoice): Promise<void>;
  /** Which signal colours the tokens. */
  setSignal(signal: string): void;
  /** Sets the further signals that are plotted as lines, by their ids. */
  setLines(lines: readonly string[]): void;
  /** Adds a formula that computes what that signal does, where the language can write it, and colours the tokens by it. */
  addFormula(from: string): Promise<void>;
  /** Puts a formula in the place of the one with the former name; null removes it. */
  setFormula(former: string, formula: OwnFormula | null): void;
  /** Computes the sums over the vocabulary of the formulas that were run, by scoring the answers again. */
  computeSums(): Promise<void>;
  /** Runs a formula that came with a file or a link. */
  runFormula(text: string): void;
  /** Lets the student answer and the other sides score the answer; stops a running one. */
  answer(): Promise<void>;
  stop(): void;
  select(token: number | null): void;
  /** Selects the sibling of the group that the screen shows. */
  selectSibling(sibling: number): void;
  /** Selects the gate whose panel is open. */
  selectGate(gate: GateChoice["gate"]): void;
  /** Carries out a recovery from a fault. */
  recover(recovery: Recovery): Promise<void>;
  dismissFault(): void;
  /** Answers whether the named jobs may be stopped. */
  decideStops(goOn: boolean): void;
  /** Sets the longest edge to which each image is resized before it is tiled. */
  setLongestEdge(longestEdge: number): Promise<void>;
  /** Lets the model answer under the four conditions of the gap, and stores the answers with the shown experiment. */
  splitGap(): Promise<void>;
  /** The exact pixels that a model receives for a view. */
  picture(request: PictureRequest): Promise<Outcome<ModelPicture>>;
  /** The maps of where the model looks: their state and actions, fetched on first use. */
  attribution(): Promise<AttributionHandle>;
  /** The suite page: its state and actions, fetched on first use. */
  suite(): Promise<SuiteHandle>;
  /** The item builder: its state and actions, fetched on first use. */
  items(): Promise<ItemsHandle>;
  /** The page where models are trained: its state and actions, fetched on first use. */
  lab(): Promise<LabHandle>;
  /** The page of acuity curves: its state and actions, fetched on first use. */
  acuity(): Promise<AcuityHandle>;
  /** The page of a training run: its state and actions, fetched on first use. */
  logs(): Promise<LogsHandle>;
  /** The scene studio: its state and actions, fetched on first use. */
  scenes(): Promise<ScenesHandle>;
}
