/** The current subject of the maps: the answer on the screen, under the student's view. */

import { USUAL_PLAN } from "../../evidence/maps/sensitivity.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import { picturesOf, showingKey } from "../../evidence/views/showing.ts";
import { shownExperiment } from "../../session/derived.ts";
import type { Degradation } from "../../view/view.ts";
import { frameOf } from "../../view/view.ts";
import { shownRollout } from "../selectors.ts";
import type { AppState } from "../state.ts";
import type { MapSettings, MapSubject, Speaker } from "./attribution-state.ts";

type Shown = Pick<AppState, "session" | "sibling">;

/** The answer of that side; null where it has none. */
export function answerOf({ session, sibling }: Shown, speaker: Speaker): Rollout | null {
  const experiment = shownExperiment(session);
  return (speaker === "teacher" ? experiment?.teacherAnswer : experiment?.rollouts[sibling]) ?? null;
}

/** Null before the chosen side has an answer. */
export function subjectOf(state: AppState, settings: MapSettings): MapSubject | null {
  const student = shownRollout(state);
  const rollout = answerOf(state, settings.speaker);
  const [view] = student === null ? [] : picturesOf(student.showing);
  if (student === null || rollout === null || view === undefined || rollout.ids.length === 0) return null;
  const plan = { ...USUAL_PLAN, levels: settings.levels };
  const { showing } = student;
  const key = JSON.stringify([showingKey(showing), rollout.ids, settings]);
  return { key, rollout, showing, frame: frameOf(view), settings, plan };
}

/** Strong enough that no letter of a tenth of the short side can be read. */
const BLUR_SHARE = 0.02;

/** How cells of an image of that size are erased. */
export function erasureOf(
  { erase }: MapSettings,
  size: { readonly width: number; readonly height: number },
): Degradation {
  return erase === "blank"
    ? { kind: "blank" }
    : { kind: "blur", radius: BLUR_SHARE * Math.min(size.width, size.height) };
}
