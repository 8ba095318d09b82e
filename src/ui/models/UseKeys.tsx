/** What can be done with a model that is ready to be opened, here or behind a server: it answers, or it teaches. */
import type { ModelId } from "../../base/ids.ts";
import { useActions, useApp } from "../app-context.ts";

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
