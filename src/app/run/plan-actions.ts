/** Changes of the settings: the box, the question, the views, sampling and the divergence. */
import type { RoledRecipe } from "../../evidence/views/recipe.ts";
import { settled } from "../../session/history.ts";
import type { Actions } from "../actions.ts";
import { loadTeacher } from "../models/load-model.ts";
import { mayLoad } from "../models/stopping.ts";
import { type AppServices, apply, set } from "../services.ts";
import { follow, recomputeWeights, replay } from "./run-actions.ts";

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

export function createPlanActions(services: AppServices): PlanActions {
  const { store } = services;
  const setOthers = (others: readonly RoledRecipe[]) => {
    apply(services, { kind: "setOthers", others });
    return replay(services);
  };
  return {
    setQuestion: (question) => apply(services, { kind: "setQuestion", question }),
    setStudent(recipe) {
      apply(services, { kind: "setStudent", recipe });
      return replay(services);
    },
    setTeacher(recipe) {
      const others = store.getState().session.plan?.others ?? [];
      return setOthers(others.map((other) => (other.role === "teacher" ? { ...other, recipe } : other)));
    },
    setOthers,
    async setTeacherModel(id) {
      if (!(await mayLoad(services))) return;
      await loadTeacher(services, id);
      await replay(services);
    },
    moveBox(box) {
      apply(services, { kind: "setBox", box });
      return follow(services);
    },
    releaseBox(box) {
      apply(services, { kind: "setBox", box });
      set(services, { history: settled(store.getState().history) });
      return replay(services);
    },
    setSampling: (sampling) => apply(services, { kind: "setSampling", sampling }),
    setDivergence(divergence) {
      apply(services, { kind: "setDivergence", divergence });
      return replay(services);
    },
    setGate(choice) {
      apply(services, { kind: "setGate", choice });
      return recomputeWeights(services);
    },
    setLines: (lines) => apply(services, { kind: "setLines", lines }),
    setSignal: (signal) => apply(services, { kind: "setSignal", signal }),
    setLongestEdge(longestEdge) {
      apply(services, { kind: "setLongestEdge", longestEdge });
      return replay(services);
    },
  };
}
