/** Where images and questions are sent when the models in use run on a remote engine, and what those lack. */
import type { ModelsState } from "../../app/models/models-state.ts";
import type { ModelState } from "../../app/state.ts";
import { servedOf } from "../../base/served-id.ts";
import { useApp } from "../app-context.ts";
import { count, smallDecimal } from "../shared/format.ts";

type Pause = ModelsState["pauses"][string];
type Place = NonNullable<ModelsState["remotes"]>[number]["place"];
type ServedBy = NonNullable<Extract<ModelState, { kind: "ready" }>["facts"]["served"]>;

const noiseWords = ({ replay, beside, others }: ServedBy["noise"]): string => {
  const again = others === 0 ? "twice" : `alone and beside ${count(others, "other")}`;
  const alone = `The same scoring ${again} differs by at most ${smallDecimal(beside, 4)} nats`;
  return replay === null
    ? `${alone}.`
    : `${alone}, and an answer’s scores while it was sampled and afterwards by at most ${smallDecimal(replay, 4)}.`;
};

const pauseWords = ({ milliseconds, tried, tries }: Pause): string =>
  `. It is busy: asked again in ${smallDecimal(milliseconds / 1000, 1)} s, after ${tried} of ${tries} tries.`;

function Badge({ place: { engine, host } }: { readonly place: Place }) {
  const pause = useApp(({ models }) => models.pauses[engine] ?? null);
  return (
    <p className="served-badge">
      Sent to <strong>{engine}</strong> ({host})
      <span role="status">{pause !== null && pauseWords(pause)}</span>
    </p>
  );
}

/** The badge beside whatever asks the open model, and its teacher where `withTeacher`; nothing where these are in the tab. */
export function ServedBadge({ withTeacher = false }: { readonly withTeacher?: boolean }) {
  const student = useApp(({ model }) => (model.kind === "ready" ? model.facts.served : null));
  const teacher = useApp(({ session }) => session.plan?.teacher?.model ?? null);
  const remotes = useApp((state) => state.models.remotes) ?? [];
  const teaching = teacher === null || !withTeacher ? null : servedOf(teacher);
  const taught = remotes.find(({ place }) => place.engine === teaching?.engine)?.place ?? null;
  return (
    <>
      {student !== null && <Badge place={student} />}
      {taught !== null && taught.engine !== student?.engine && <Badge place={taught} />}
    </>
  );
}

/** The engine that images are sent to when the open model or its teacher is asked; null where both are in the tab. */
export function useServedEngine(): string | null {
  const student = useApp(({ model }) =>
    model.kind === "ready" ? (model.facts.served?.engine ?? null) : null,
  );
  const teacher = useApp(({ session }) => session.plan?.teacher?.model ?? null);
  return student ?? (teacher === null ? null : (servedOf(teacher)?.engine ?? null));
}

/** What was found when the model was connected. */
export function ServedNote({ served }: { served: ServedBy }) {
  return (
    <div className="served-note">
      {served.remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      <p>{noiseWords(served.noise)}</p>
    </div>
  );
}
