/** The model: what it knows, and whether it is only a stand-in. */
import { useActions, useApp } from "./app-context.ts";
import { RecoveryKeys } from "./RecoveryKeys.tsx";
import { TilingChoice } from "./TilingChoice.tsx";

const COMES_WITH_THE_PAGE = "The model comes with the page and stays in this tab, as does your picture.";

export function ModelLine() {
  const model = useApp((state) => state.model);
  const engineReady = useApp((state) => state.engine.kind === "ready");
  const actions = useActions();
  switch (model.kind) {
    case "idle":
      return (
        <div className="model-line model-waiting">
          <p>{COMES_WITH_THE_PAGE}</p>
          {engineReady && (
            <button type="button" className="secondary" onClick={() => void actions.loadModel()}>
              Load the model
            </button>
          )}
        </div>
      );
    case "loading":
      return (
        <div className="model-line model-waiting">
          <p>{COMES_WITH_THE_PAGE}</p>
          <button type="button" className="secondary" onClick={actions.stopLoading}>
            Stop loading
          </button>
        </div>
      );
    case "failed":
      return (
        <div className="model-line model-failed" role="alert">
          <p>
            {model.fault.message} {model.fault.hint}
          </p>
          <div className="alert-keys">
            <RecoveryKeys fault={model.fault} met="loading" />
          </div>
        </div>
      );
    case "ready":
      return (
        <div className="model-line">
          {model.facts.placeholder ? (
            <p className="placeholder-note">
              <strong>A stand-in answers.</strong> {model.facts.knows} Everything else on this page is real.
            </p>
          ) : (
            <p>
              <strong>What {model.facts.title} knows:</strong> {model.facts.knows}
            </p>
          )}
          {model.facts.golden.kind === "skipped" && (
            <p className="model-unchecked">
              <strong>Not checked on this graphics adapter:</strong> {model.facts.golden.why} A driver that
              computes wrongly would not be noticed.
              <button type="button" className="quiet" onClick={() => void actions.loadModel()}>
                Check now
              </button>
            </p>
          )}
          {!model.facts.gives.text && <p>It reads no question: its prompt is fixed.</p>}
          {model.facts.gives.tiling !== null && <TilingChoice tiling={model.facts.gives.tiling} />}
        </div>
      );
    default:
      return model satisfies never;
  }
}
