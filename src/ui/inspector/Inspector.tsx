/** Everything about one token: both sides' most likely alternatives, and the numbers with their formulas. */

import { lazy } from "react";
import { canAnswer, shownReplay, shownRollout } from "../../app/selectors.ts";
import type { TokenId } from "../../base/ids.ts";
import { given } from "../../evidence/column.ts";
import { missingIn, type Replay } from "../../evidence/replay.ts";
import type { Rollout, RunCard } from "../../evidence/rollout.ts";
import { teacherIndex } from "../../session/derived.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { Glyphs } from "../strip/Token.tsx";
import { AlternativesTable } from "./AlternativesTable.tsx";
import { joinAlternatives } from "./alternatives.ts";
import { type Inspected, useInspected } from "./inspected.ts";
import { SideNumbers } from "./SideNumbers.tsx";

const TokenCheck = lazy(async () => ({ default: (await import("./TokenCheck.tsx")).TokenCheck }));

interface DetailsProps {
  readonly rollout: Rollout;
  readonly replay: Replay;
  readonly inspected: Inspected;
}

function Details({ rollout, replay, inspected }: DetailsProps) {
  const { index, chosen } = inspected;
  const at = teacherIndex(replay);
  const [student, teacher] = [replay.sides[0], at < 0 ? undefined : replay.sides[at + 1]];
  const able = useApp(canAnswer);
  const actions = useActions();
  const token = rollout.ids[index];
  const text = rollout.texts[index] ?? "";
  if (student === undefined || teacher === undefined || token === undefined) return null;
  const lacking = missingIn(replay, at);
  return (
    <>
      <p className="inspected-token">
        <span className="inspected-text">
          <Glyphs text={text} />
        </span>
        <span className="card-note">
          token {index + 1} of {rollout.ids.length}
          {!chosen && " · the largest disagreement"}
        </span>
      </p>
      <AlternativesTable
        rows={joinAlternatives(student, teacher, index, { token, text })}
        onBranch={able ? (instead) => void actions.token.branch(index, instead as TokenId) : null}
      />
      <p className="card-note branch-note" data-able={able}>
        Choose a token to let the answer continue from it.
      </p>
      <SideNumbers
        student={student}
        teacher={teacher}
        pair={replay.pairs[at]}
        divergence={replay.divergence}
        index={index}
        nats={given(replay.divergences[at])[index] ?? null}
        bound={replay.bounds?.[at] ?? null}
      />
      {lacking.length > 0 && <p className="card-note">Not available here. {lacking.join(" ")}</p>}
      <Part name="The check of this number" meanwhile={<div className="token-check-wait" />}>
        <TokenCheck replay={replay} token={index} other={at} />
      </Part>
      <p className="card-note made-by">
        {madeBy(replay.card)} Model: {replay.card.modelBackend}, weights{" "}
        <code title={replay.card.weightsSha256}>{replay.card.weightsSha256.slice(0, 8)}</code>.
      </p>
    </>
  );
}

/** What computed the numbers of a replay. The adapter of a remote model is its host, which did not. */
function madeBy({ numbersBackend, modelBackend, adapter }: RunCard): string {
  if (numbersBackend === "log") return "Metrics: as they were logged.";
  if (numbersBackend === "cpu") return "Metrics: float64 reference on the CPU.";
  return modelBackend === "remote" ? "Metrics: WGSL in this tab." : `Metrics: WGSL on ${adapter}.`;
}

export function Inspector() {
  const rollout = useApp(shownRollout);
  const replay = useApp(shownReplay);
  const answering = useApp((state) => state.run.kind === "answering");
  const inspected = useInspected();
  const ready = !answering && rollout !== null && replay !== null && inspected !== null;
  return (
    <section className="card inspector" aria-labelledby="inspector-title" data-part="token">
      <div className="card-head">
        <h2 id="inspector-title">One token, two views</h2>
        <span className="card-note key-note" aria-hidden="true">
          <span className="key-student">student</span> <span className="key-teacher">teacher</span>
        </span>
      </div>
      {ready ? (
        <Details rollout={rollout} replay={replay} inspected={inspected} />
      ) : (
        <div className="inspector-empty">
          <p>
            Both views meet here. For the selected token you will see the five most likely tokens of each
            side, and how far apart the two distributions are.
          </p>
          <p>
            Where they agree, the full image was enough. Where they differ, the detail in the box mattered, or
            the crop misled the teacher.
          </p>
        </div>
      )}
    </section>
  );
}
