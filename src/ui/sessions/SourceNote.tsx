/** Where the answers on the screen come from, recorded or generated in this tab; and what else exists for the scene. */
import { lazy } from "react";
import { isRecorded } from "../../app/selectors.ts";
import { servedOf } from "../../base/served-id.ts";
import { REBUILT, type RunCard } from "../../evidence/rollout.ts";
import { imageOf, shownExperiment } from "../../session/derived.ts";
import type { Experiment } from "../../session/document/document.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { modelName } from "../models/use-model-name.ts";

const AskedModels = lazy(async () => ({ default: (await import("./AskedModels.tsx")).AskedModels }));

function machine(card: RunCard | undefined): string {
  if (card === undefined) return "";
  const { modelBackend, numbersBackend, adapter, build } = card;
  if (modelBackend === "remote") return ` at ${adapter}, build ${build}`;
  return ` on ${modelBackend}, metrics in ${numbersBackend} on ${adapter}, build ${build}`;
}

/** Such as "the single answer" or "the group of 8". */
function kindOf({ rollouts }: Experiment): string {
  return rollouts.length === 1 ? "the single answer" : `the group of ${rollouts.length}`;
}

/** Other experiments of the session about the same image: the latest of each group size. */
function Siblings({ shown }: { shown: Experiment }) {
  const experiments = useApp((state) => state.session.experiments);
  const { session } = useActions();
  const others = experiments.filter(
    ({ id, plan, rollouts }) =>
      id !== shown.id && plan.image === shown.plan.image && rollouts.length !== shown.rollouts.length,
  );
  const latest = [...new Map(others.map((each) => [each.rollouts.length, each])).values()].slice(0, 2);
  return latest.map((each) => (
    <button key={each.id} type="button" className="source-key" onClick={() => void session.show(each.id)}>
      Show {kindOf(each)}
    </button>
  ));
}

function Shown({ shown }: { shown: Experiment }) {
  const recorded = useApp(isRecorded);
  const running = useApp((state) => state.run.kind === "answering");
  const { note, leftOut = "", plan, rollouts } = shown;
  const served = servedOf(plan.model);
  const where = served === null ? "in this tab" : `on ${served.engine}`;
  if (running) return <span className="source-words">Answering {where} …</span>;
  const teacher = plan.teacher === undefined ? "" : `, taught by ${modelName(plan.teacher.model)},`;
  const about = `${note === "" ? "" : `${note}. `}${leftOut === "" ? "" : `${leftOut} `}`;
  const rebuilt = rollouts.some((each) => each.rebuilt) ? `, ${REBUILT}` : "";
  const by = `${modelName(plan.model)}${teacher}${machine(rollouts[0]?.card)}${rebuilt}`;
  return (
    <>
      <span className="source-words" title={about + by}>
        <strong data-recorded={recorded}>{recorded ? "Recorded" : "Live"}</strong>{" "}
        {about !== "" && <span className="source-about">{about}</span>}
        {by}
      </span>
      <Siblings shown={shown} />
    </>
  );
}

function Offer() {
  const origin = useApp((state) => imageOf(state.session)?.origin);
  const recordings = useApp((state) => state.recordings);
  const { sessions } = useActions();
  const recording =
    origin?.kind === "gallery" ? recordings.find(({ scene }) => scene === origin.item) : undefined;
  if (recording === undefined) return <span className="source-words">Not asked yet</span>;
  return (
    <>
      <span className="source-words">Not asked yet. A recorded answer exists for this scene.</span>
      <button
        type="button"
        className="source-key"
        title={recording.about}
        onClick={() => void sessions.showRecorded(recording.scene)}
      >
        Show it
      </button>
    </>
  );
}

/** Where the image is an item of a suite, the way back to it. */
function Back() {
  const visit = useApp((state) => state.visit);
  const image = useApp((state) => state.session.plan?.image);
  if (visit === null || visit.image !== image) return null;
  return (
    <a className="source-key" href="#suite">
      Back to {visit.suite}, {visit.item}
    </a>
  );
}

export function SourceNote() {
  const shown = useApp((state) => shownExperiment(state.session));
  const asked = useApp((state) => state.models.asked.length > 0);
  return (
    <div className="source-note">
      {asked && (
        <Part name="The models of the link">
          <AskedModels />
        </Part>
      )}
      {shown === null ? <Offer /> : <Shown shown={shown} />}
      <Back />
    </div>
  );
}
