/** The model in words: what it knows, and what to know before asking it. */
import { useActions, useApp } from "../app-context.ts";
import { RecoveryKeys } from "../fault/RecoveryKeys.tsx";
import { ServedBadge, ServedNote } from "./ServedNote.tsx";

const COMES_WITH_THE_PAGE = "The model comes with the page and stays in this tab, as does your image.";

/** What the model knows. It is there from the start, so that nothing below moves. */
export function ModelLine() {
  const model = useApp((state) => state.model);
  return (
    <p className="model-line">
      {model.kind === "ready" && !model.facts.placeholder ? (
        <>
          <strong>What {model.facts.title} knows:</strong> {model.facts.knows}
        </>
      ) : (
        COMES_WITH_THE_PAGE
      )}
    </p>
  );
}

/** Beside the question where needed: a model that failed, a placeholder model, an unchecked driver, a choice of tiling. */
export function ModelNotes() {
  const model = useApp((state) => state.model);
  const actions = useActions();
  if (model.kind === "failed") {
    return (
      <div className="model-notes model-failed" role="alert">
        <p>
          {model.fault.message} {model.fault.hint}
        </p>
        <div className="alert-keys">
          <RecoveryKeys fault={model.fault} met="loading" />
        </div>
      </div>
    );
  }
  if (model.kind !== "ready") return null;
  const { placeholder, knows, golden, gives, served } = model.facts;
  return (
    <div className="model-notes">
      <ServedBadge withTeacher />
      {served !== null && <ServedNote served={served} />}
      {placeholder && (
        <p className="placeholder-note">
          <strong>This is a placeholder model.</strong> {knows} Everything else on this page is real.
        </p>
      )}
      {golden.kind === "skipped" && (
        <p className="model-unchecked">
          <strong>Not checked on this graphics adapter:</strong> {golden.why} Errors of the driver would go
          unnoticed.
          <button type="button" className="quiet" onClick={() => void actions.loadModel()}>
            Check now
          </button>
        </p>
      )}
      {!gives.text && <p>It does not read the question: its prompt is fixed.</p>}
    </div>
  );
}
