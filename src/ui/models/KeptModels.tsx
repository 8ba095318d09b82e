/** The manager: the bundled models, those stored in this browser, and the space they take. */
import { BUNDLED_MODELS, type BundledModel } from "../../app/models/bundled.ts";
import type { LiveMemory } from "../../app/models/models-state.ts";
import type { ModelId } from "../../base/ids.ts";
import type { KeptModel, Stock } from "../../source/offer.ts";
import { useActions, useApp } from "../app-context.ts";
import { ConfirmButton } from "../shared/ConfirmButton.tsx";
import { gigabytes, megabytes } from "../shared/format.ts";

/** The role of a model: it answers, it teaches the one that answers, or neither. */
function useRole(id: ModelId): "student" | "teacher" | null {
  const student = useApp(({ model }) => model.kind === "ready" && model.facts.id === id);
  const teacher = useApp(({ session }) => session.plan?.teacher?.model === id);
  if (student) return "student";
  return teacher ? "teacher" : null;
}

interface UseKeysProps {
  readonly id: ModelId;
  readonly title: string;
  /** Opens it as the model that answers. */
  onUse(): void;
  /** Opens it as the teacher. */
  onTeach(): void;
}

/** What can be done with a model that is ready to be opened, here or behind a server: it answers, or it teaches. */
export function UseKeys({ id, title, onUse, onTeach }: UseKeysProps) {
  const { models, setTeacherModel } = useActions();
  const role = useRole(id);
  const answers = useApp(({ model }) => model.kind === "ready");
  const stop = () => {
    models.close();
    void setTeacherModel(null);
  };
  const named = <span className="visually-hidden"> {title}</span>;
  if (role === "student") return <span className="in-use">In use</span>;
  return (
    <>
      {role === "teacher" && <span className="in-use">Teaches</span>}
      <button type="button" className="secondary" onClick={onUse}>
        Use{named}
      </button>
      {role === "teacher" ? (
        <button type="button" className="quiet" onClick={stop}>
          Stop teaching<span className="visually-hidden"> with {title}</span>
        </button>
      ) : (
        answers && (
          <button type="button" className="quiet" onClick={onTeach}>
            As teacher<span className="visually-hidden">: {title}</span>
          </button>
        )
      )}
    </>
  );
}

/** The keys of a model that is bundled or completely stored. */
function KeptKeys({ id, title }: { id: ModelId; title: string }) {
  const { models, setTeacherModel } = useActions();
  const teach = () => {
    models.close();
    void setTeacherModel(id);
  };
  return <UseKeys id={id} title={title} onUse={() => void models.take(id)} onTeach={teach} />;
}

function Bundled({ model: { id, title } }: { model: BundledModel }) {
  return (
    <li className="kept-model">
      <p className="kept-title">{title}</p>
      <p className="kept-facts">comes with the page</p>
      <div className="kept-keys">
        <KeptKeys id={id} title={title} />
      </div>
    </li>
  );
}

function Kept({ model }: { model: KeptModel }) {
  const { models } = useActions();
  const { id, title, licence, bytes, present, whole, order } = model;
  // While a model is in transfer, the line at the top has its buttons.
  const busy = useApp(
    ({ models: { transfer } }) => transfer?.task.id === id && transfer.state !== "finished",
  );
  const facts = whole ? megabytes(bytes) : `${megabytes(present)} of ${megabytes(bytes)} downloaded`;
  const goOn = () => order && void models.begin({ id, title, order, files: null });
  return (
    <li className="kept-model" data-whole={whole}>
      <p className="kept-title">{title}</p>
      <p className="kept-facts">
        {facts} · {licence}
      </p>
      <div className="kept-keys">
        {whole && <KeptKeys id={id} title={title} />}
        {!whole && order !== null && !busy && (
          <button type="button" className="secondary" onClick={goOn}>
            Continue<span className="visually-hidden"> with {title}</span>
          </button>
        )}
        {!busy && (
          <ConfirmButton
            className="quiet"
            disabled={false}
            confirm="Delete this model"
            question={`Delete the ${megabytes(whole ? bytes : present)} of ${title} from this browser?`}
            onConfirm={() => void models.remove(id)}
          >
            Delete<span className="visually-hidden"> {title}</span>
          </ConfirmButton>
        )}
      </div>
    </li>
  );
}

function storageWords({ storage, note }: Stock): string {
  if (storage === null) return note;
  const lasting = storage.persistent
    ? "Stored models stay until you delete them."
    : "The browser may delete stored models when the disk is full.";
  return `This page uses ${megabytes(storage.used)} of at most ${gigabytes(storage.allowed)}. ${lasting}`;
}

function memoryWords({ files, graphics, tab }: LiveMemory): string {
  const parts = [`${megabytes(files)} of model files are open`];
  if (graphics !== null) parts.push(`${megabytes(graphics)} are in graphics buffers`);
  if (tab !== null) parts.push(`the tab takes ${megabytes(tab)}`);
  return `Memory now: ${parts.join(", ")}.`;
}

export function KeptModels() {
  const stock = useApp((state) => state.models.stock);
  const memory = useApp((state) => state.models.memory);
  const fault = useApp((state) => state.models.fault);
  return (
    <section className="models-part" aria-labelledby="kept-title">
      <h3 id="kept-title">In this browser</h3>
      <ul className="kept-models">
        {BUNDLED_MODELS.map((model) => (
          <Bundled key={model.id} model={model} />
        ))}
        {stock?.kept.map((model) => (
          <Kept key={model.id} model={model} />
        ))}
      </ul>
      {fault !== null && (
        <p className="models-fault" role="alert">
          {fault.message} {fault.hint}
        </p>
      )}
      {stock !== null && <p className="reason">{storageWords(stock)}</p>}
      {memory !== null && <p className="reason">{memoryWords(memory)}</p>}
    </section>
  );
}
