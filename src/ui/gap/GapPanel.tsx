/** What is lost between the evidence crop and the full image: pixels, place, or clutter. */
import { canAnswer } from "../../app/selectors.ts";
import {
  GAP_CONDITIONS,
  GAP_PARTS,
  GAP_RECIPES,
  type GapCondition,
  type GapSplit,
  gapParts,
  largestPart,
  perCondition,
} from "../../evidence/gap.ts";
import { currentGap, shownExperiment } from "../../session/derived.ts";
import { useActions, useApp } from "../app-context.ts";
import { GivenPictures } from "../model-input/ModelInput.tsx";
import { decimal, probability, sentence } from "../shared/format.ts";
import { recipeWords } from "../stage/view-words.ts";
import { KEEPS_WORDS, PART_WORDS, verdictWords } from "./gap-words.ts";
import "./gap.css";

const TITLE = "What is lost: pixels, place, or clutter?";

function Condition({ condition, split }: { readonly condition: GapCondition; readonly split: GapSplit }) {
  const { rollout, right, logProb } = split[condition];
  const name = recipeWords(GAP_RECIPES[condition]);
  return (
    <li className="gap-condition">
      <GivenPictures showing={rollout.showing} who={name} />
      <div className="gap-words">
        <h3>{name}</h3>
        <p className="gap-keeps">{KEEPS_WORDS[condition]}</p>
        <p className="gap-answer" dir="auto">
          {right !== null && (
            <span className="gap-verdict" data-verdict={right ? "right" : "wrong"}>
              <span aria-hidden="true">{right ? "✓" : "✗"}</span> {right ? "right" : "wrong"}{" "}
            </span>
          )}
          {sentence(rollout.texts)}
        </p>
        <p className="gap-number">
          p(the crop’s answer) = <span className="number">{probability(logProb)}</span>
        </p>
      </div>
    </li>
  );
}

const WIDTH = 200;
const HEIGHT = 14;

/** The parts as steps from the crop's log-probability down to that of the full image. */
function Waterfall({ split }: { readonly split: GapSplit }) {
  const values = GAP_CONDITIONS.map((condition) => split[condition].logProb);
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const at = (nats: number) => (high === low ? WIDTH : ((Math.max(nats, low) - low) / (high - low)) * WIDTH);
  const parts = partsOf(split);
  return (
    <table className="gap-parts">
      <caption>The log-probability of the crop’s answer, step by step, in nats</caption>
      <tbody>
        {GAP_PARTS.map((part, index) => {
          const [from, to] = [at(values[index] ?? low), at(values[index + 1] ?? low)];
          return (
            <tr key={part} data-part-of-gap={part}>
              <th scope="row">
                {PART_WORDS[part].name}
                <span className="gap-lost">{PART_WORDS[part].lost}</span>
              </th>
              <td className="number">{decimal(-parts[part], 2)}</td>
              <td>
                <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="gap-step" aria-hidden="true">
                  <rect className="gap-track" x="0" y="6" width={WIDTH} height="2" />
                  <rect
                    className={to > from ? "gap-gain" : "gap-loss"}
                    x={Math.min(from, to)}
                    y="0"
                    width={Math.max(2, Math.abs(to - from))}
                    height={HEIGHT}
                  />
                </svg>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The parts of the gap in nats. */
const partsOf = (split: GapSplit) => gapParts(perCondition((condition) => split[condition].logProb));

function Split({ split }: { readonly split: GapSplit }) {
  return (
    <>
      <ol className="gap-conditions">
        {GAP_CONDITIONS.map((condition) => (
          <Condition key={condition} condition={condition} split={split} />
        ))}
      </ol>
      <Waterfall split={split} />
      <p className="gap-conclusion">{verdictWords(largestPart(partsOf(split)))}</p>
    </>
  );
}

export function GapPanel() {
  const { splitGap } = useActions();
  const split = useApp(({ session }) => currentGap(session));
  const answered = useApp(({ session }) => shownExperiment(session) !== null);
  const possible = useApp(canAnswer);
  const run = useApp((state) => state.run);
  const able = possible && answered && run.kind === "idle";
  return (
    <section className="card gap" aria-labelledby="gap-title" data-part="gap">
      <div className="card-head">
        <h2 id="gap-title">{TITLE}</h2>
        <button
          type="button"
          className="secondary"
          aria-disabled={!able}
          onClick={() => able && void splitGap()}
        >
          {split === null ? "Split the gap" : "Split it again"}
        </button>
      </div>
      {run.kind === "splitting" && (
        <p role="status">
          {recipeWords(GAP_RECIPES[GAP_CONDITIONS[run.done] ?? "global"])} · {run.done + 1} of {run.total}
        </p>
      )}
      {split === null ? (
        <p className="gap-empty">
          The model answers four times: from the evidence crop, from a crop with only the pixels that it keeps
          of the evidence in the full image, from the evidence alone at its place, and from the full image.
          {answered ? "" : " Answer first."}
        </p>
      ) : (
        <Split split={split} />
      )}
    </section>
  );
}
