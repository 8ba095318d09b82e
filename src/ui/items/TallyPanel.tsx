/** The number rejected by each rule, the accepted items, and their export as a suite. */
import { RULES, type Rule, type Tally } from "../../suite/items/verdict.ts";
import { useActions } from "../app-context.ts";
import { count } from "../shared/format.ts";
import { saveBlob } from "../shared/save-file.ts";
import { useItemsActions } from "./items-context.ts";

const RULE_WORDS: Readonly<Record<Rule, string>> = {
  area: "too large",
  question: "no usable question",
  duplicate: "duplicate question",
  consensus: "no consensus on the crop",
  difficulty: "too easy from the full image",
  person: "rejected by you",
};

export function TallyPanel({ tally }: { readonly tally: Tally }) {
  const { pack } = useItemsActions();
  const { suite } = useActions();
  const { accepted, open, rejected } = tally;
  const able = accepted.length > 0;
  const save = async () => {
    const file = await pack();
    saveBlob(file, file.name);
  };
  const ask = async () => {
    const [file, { actions }] = [await pack(), await suite()];
    await actions.openFiles([file]);
    location.hash = "#suite";
  };
  return (
    <section className="card tally" aria-labelledby="tally-title">
      <h3 id="tally-title">5 · Result</h3>
      <dl className="tally-counts">
        <div data-kind="accepted">
          <dt>accepted</dt>
          <dd>{accepted.length}</dd>
        </div>
        <div>
          <dt>still open</dt>
          <dd>{open.length}</dd>
        </div>
        {RULES.map((rule) => (
          <div key={rule} data-rule={rule}>
            <dt>{RULE_WORDS[rule]}</dt>
            <dd>{rejected[rule]}</dd>
          </div>
        ))}
      </dl>
      <div className="open-keys">
        <button type="button" className="primary" aria-disabled={!able} onClick={() => able && void ask()}>
          Open as a suite
        </button>
        <button type="button" className="secondary" aria-disabled={!able} onClick={() => able && void save()}>
          Save zip
        </button>
        <span className="hint">{count(accepted.length, "item")} with question, answer, image and box.</span>
      </div>
    </section>
  );
}
