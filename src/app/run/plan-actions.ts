/** Changes of what is set up: the box, the question, who is shown what, how answers are drawn and what is measured. */
import type { RoledRecipe } from "../../evidence/views/recipe.ts";
import { settled } from "../../session/history.ts";
import type { Actions } from "../actions.ts";
import { apply, type Desk, set, takeOver } from "../desk.ts";
import { loadTeacher } from "../models/load-model.ts";
import { follow, replay, weighAnew } from "./run-actions.ts";

type PlanActions = Pick<
  Actions,
  | "setQuestion"
  | "setStudent"
  | "setTeacher"
  | "setOthers"
  | "setTeacherModel"
  | "moveBox"
  | "releaseBox"
  | "setSampling"
  | "setDivergence"
  | "setGate"
  | "setSignal"
  | "setLines"
  | "setLongestEdge"
>;

export function createPlanActions(desk: Desk): PlanActions {
  const { store } = desk;
  const setOthers = (others: readonly RoledRecipe[]) => {
    apply(desk, { kind: "setOthers", others });
    return replay(desk, takeOver(desk));
  };
  return {
    setQuestion: (question) => apply(desk, { kind: "setQuestion", question }),
    setStudent(recipe) {
      apply(desk, { kind: "setStudent", recipe });
      return replay(desk, takeOver(desk));
    },
    setTeacher(recipe) {
      const others = store.getState().session.plan?.others ?? [];
      return setOthers(others.map((other) => (other.role === "teacher" ? { ...other, recipe } : other)));
    },
    setOthers,
    async setTeacherModel(id) {
      await loadTeacher(desk, id);
      await replay(desk, takeOver(desk));
    },
    moveBox(box) {
      apply(desk, { kind: "setBox", box });
      return follow(desk);
    },
    releaseBox(box) {
      apply(desk, { kind: "setBox", box });
      set(desk, { history: settled(store.getState().history) });
      return replay(desk, takeOver(desk));
    },
    setSampling: (sampling) => apply(desk, { kind: "setSampling", sampling }),
    setDivergence(divergence) {
      apply(desk, { kind: "setDivergence", divergence });
      return replay(desk, takeOver(desk));
    },
    setGate(choice) {
      apply(desk, { kind: "setGate", choice });
      return weighAnew(desk);
    },
    setLines: (lines) => apply(desk, { kind: "setLines", lines }),
    setSignal: (signal) => apply(desk, { kind: "setSignal", signal }),
    setLongestEdge(longestEdge) {
      apply(desk, { kind: "setLongestEdge", longestEdge });
      return replay(desk, takeOver(desk));
    },
  };
}
