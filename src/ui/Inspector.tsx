/** Everything about one token: both sides' most likely alternatives, and the numbers with their formulas. */
import { shownReplay, shownRollout } from "../app/selectors.ts";
import type { Replay } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import { useApp } from "./app-context.ts";
import { type Inspected, useInspected } from "./inspected.ts";
import { RivalTable } from "./RivalTable.tsx";
import { joinRivals } from "./rivals.ts";
import { SideNumbers } from "./SideNumbers.tsx";
import { Glyphs } from "./Token.tsx";

interface DetailsProps {
  readonly rollout: Rollout;
  readonly replay: Replay;
  readonly inspected: Inspected;
}

function Details({ rollout, replay, inspected }: DetailsProps) {
  const { index, chosen } = inspected;
  const [student, teacher] = replay.sides;
  const token = rollout.ids[index];
  const text = rollout.texts[index] ?? "";
  if (student === undefined || teacher === undefined || token === undefined) return null;
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
      <RivalTable rows={joinRivals(student, teacher, index, { token, text })} />
      <SideNumbers
        student={student}
        teacher={teacher}
        index={index}
        nats={replay.divergences[0]?.[index] ?? null}
      />
      <p className="card-note made-by">
        {replay.card.numbersBackend === "cpu"
          ? "Numbers: the float64 reference, on the CPU."
          : `Numbers: WGSL on ${replay.card.adapter}.`}{" "}
        Model: {replay.card.modelBackend}, weights{" "}
        <code title={replay.card.weightsSha256}>{replay.card.weightsSha256.slice(0, 8)}</code>.
      </p>
    </>
  );
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
        <h2 id="inspector-title">One token, two looks</h2>
        <span className="card-note key-note" aria-hidden="true">
          <span className="key-student">student</span> <span className="key-teacher">teacher</span>
        </span>
      </div>
      {ready ? (
        <Details rollout={rollout} replay={replay} inspected={inspected} />
      ) : (
        <div className="inspector-empty">
          <p>
            Here both looks meet. For the token under the pointer you will see the five words that each side
            thought most likely, and how far apart the two distributions are.
          </p>
          <p>
            Where they agree, the full image was enough. Where they part, the detail in the box mattered — or
            the crop misled the teacher.
          </p>
        </div>
      )}
    </section>
  );
}
