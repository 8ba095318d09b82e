/** Why there are no weights yet, and the one click that changes it. */
import type { ReactNode } from "react";
import { canAnswer } from "../../app/selectors.ts";
import { printRecipe } from "../../evidence/views/recipe-text.ts";
import { degradedOf, withUsual } from "../../evidence/views/usual-views.ts";
import type { GateChoice } from "../../gate/gate.ts";
import { staleness } from "../../session/derived.ts";
import type { Experiment } from "../../session/document/document.ts";
import { EIGHT_ANSWERS } from "../../session/settings.ts";
import { latestGroup } from "../../session/weighing.ts";
import { useActions, useApp } from "../app-context.ts";
import { count } from "../shared/format.ts";
import { whyNotAnswer } from "../shell/words.ts";
import { describe } from "./settings.ts";

function Way({ children, ways }: { children: ReactNode; ways: ReactNode }) {
  return (
    <div className="why-not">
      <p>{children}</p>
      <div className="why-not-ways">{ways}</div>
    </div>
  );
}

/** Sets up a group of the papers' size, with the person's own seed and length, and starts the student. */
function AnswerGroup({ size }: { size: number }) {
  const actions = useActions();
  const able = useApp(canAnswer);
  const why = useApp(whyNotAnswer);
  const { seed, maxTokens, temperature } = useApp(({ session }) => session.settings.sampling);
  const answer = () => {
    if (!able) return;
    actions.setSampling({ ...EIGHT_ANSWERS, temperature: temperature || 1, seed, maxTokens, group: size });
    void actions.answer();
  };
  return (
    <>
      <button type="button" className="secondary" aria-disabled={!able} onClick={answer}>
        Answer {size} times
      </button>
      {why !== null && <span className="hint">{why}</span>}
    </>
  );
}

/** No answer at all, or a single one, which has no siblings. */
export function NoGroup({ experiment }: { experiment: Experiment | null }) {
  const { session: sessions } = useActions();
  const session = useApp((state) => state.session);
  const wanted = session.settings.sampling.group;
  const size = wanted > 1 ? wanted : EIGHT_ANSWERS.group;
  const group = experiment === null ? null : latestGroup(session, experiment);
  return (
    <Way
      ways={
        <>
          {group !== null && (
            <button type="button" className="secondary" onClick={() => void sessions.show(group.id)}>
              Show the group of {group.rollouts.length}
            </button>
          )}
          <AnswerGroup size={size} />
        </>
      }
    >
      {experiment === null
        ? "A gate compares several answers to one question. Let the student answer several times, with sampling."
        : "A single answer has no siblings to compare it with."}
    </Way>
  );
}

/** The current settings would give a different group from the one on the screen. */
export function OutdatedGroup({ answers }: { answers: number }) {
  const session = useApp((state) => state.session);
  const running = useApp(({ run }) => run.kind !== "idle");
  const { group } = session.settings.sampling;
  const size = group > 1 ? group : answers;
  const changed = Object.values(staleness(session)).some(Boolean);
  if (running || (size === answers && !changed)) return null;
  return (
    <Way ways={<AnswerGroup size={size} />}>
      {changed
        ? "The settings have changed since these answers were given."
        : `The group on the screen has ${count(answers, "answer")}; the settings ask for ${size}.`}
    </Way>
  );
}

const SIDES: Readonly<Record<string, string>> = {
  teacher: "as the teacher",
  positive: "with the right crop beside the image",
  negative: "with an irrelevant crop beside it",
  degraded: "from a degraded image",
  masked: "from an image under black patches",
};

/** Sides that have not been scored: adds the usual views of those that lack one, and scores under them. */
export function Lacking({ gate, sides }: { gate: GateChoice["gate"]; sides: readonly string[] }) {
  const actions = useActions();
  const running = useApp(({ run }) => run.kind !== "idle");
  const others = useApp(({ session }) => session.plan?.others) ?? [];
  const seed = useApp(({ session }) => session.settings.sampling.seed);
  const ready = useApp(({ engine, model }) => engine.kind === "ready" && model.kind === "ready");
  const single = useApp(({ model }) => model.kind === "ready" && model.facts.gives.mostPictures === 1);
  const { needs, title } = describe({ gate });
  const [name] = title.split(":");
  const words = sides.map((side) => SIDES[side] ?? side).join(" and ");
  if (running) return <p className="hint">The answers are being scored.</p>;
  if (single && needs.includes("positive"))
    return <p className="hint">This model accepts one image only; V-Zero’s prompt has two.</p>;
  const roles = needs as Parameters<typeof withUsual>[1];
  const read = () => {
    if (ready) void actions.setOthers(withUsual(others, roles, seed));
  };
  return (
    <Way
      ways={
        <>
          <button type="button" className="secondary" aria-disabled={!ready} onClick={read}>
            Score under the views that {name} needs
          </button>
          {!ready && <span className="hint">The model is not loaded.</span>}
        </>
      }
    >
      These answers have not been scored {words}.
    </Way>
  );
}

/** VA-OPD measures what the image adds: the degraded view must be a degraded copy of the teacher's view (eq. 2). */
export function OtherDegraded() {
  const actions = useActions();
  const others = useApp(({ session }) => session.plan?.others) ?? [];
  const recipe = (side: string) => others.find(({ role }) => role === side)?.recipe;
  const [teacher, degraded] = [recipe("teacher"), recipe("degraded")];
  if (teacher === undefined || degraded === undefined) return null;
  const wanted = degradedOf(teacher);
  // The amount of degradation is free; the view that is degraded is not.
  const sharp = degraded.filter(({ kind }) => kind !== "degraded");
  if (sharp.length < degraded.length && printRecipe(degradedOf(sharp)) === printRecipe(wanted)) return null;
  const degrade = () =>
    void actions.setOthers(
      others.map((other) => (other.role === "degraded" ? { ...other, recipe: wanted } : other)),
    );
  return (
    <Way
      ways={
        <button type="button" className="secondary" onClick={degrade}>
          Degrade the teacher’s view
        </button>
      }
    >
      {`The degraded view is ${printRecipe(degraded)} and the teacher’s view is ${printRecipe(teacher)}: they differ in more than sharpness.`}
    </Way>
  );
}
