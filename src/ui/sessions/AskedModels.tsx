/** Hub models that the link asks for; nothing is fetched before the person agrees. */
import { useActions, useApp } from "../app-context.ts";
import { useModelName } from "../models/use-model-name.ts";

export function AskedModels() {
  const asked = useApp((state) => state.models.asked);
  const student = useApp(({ session }) => session.plan?.model);
  const teacher = useApp(({ session }) => session.plan?.teacher?.model);
  const ready = useApp(({ engine }) => engine.kind === "ready");
  const present = useModelName(student ?? null);
  const { models } = useActions();
  const missing = asked.filter(({ id, role }) => id !== (role === "student" ? student : teacher));
  if (missing.length === 0) return null;
  return (
    <div className="asked-models" role="status">
      {missing.map((each) => (
        <p key={each.role}>
          The link was made with <strong>{each.repository}</strong> as the {each.role}
          {each.role === "student" ? `; ${present} is used instead. ` : ". "}
          <button
            type="button"
            className="source-key"
            aria-disabled={!ready}
            onClick={() => ready && void models.seeAsked(each)}
          >
            See its size
          </button>
        </p>
      ))}
      <p>
        Nothing has been downloaded.{" "}
        <button type="button" className="source-key" onClick={models.forgetAsked}>
          Continue without it
        </button>
      </p>
    </div>
  );
}
