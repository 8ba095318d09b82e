/** The trained model beside its parent on questions that chose nothing: what was gained, what was forgotten, item by item. */
import { useState } from "react";
import type { AskedBeside } from "../../app/lab/ask-beside.ts";
import { isBusy } from "../../app/lab/lab-state.ts";
import { MEASURED_VIEWS } from "../../lab/run/document.ts";
import {
  byDimension,
  type Change,
  type ChangedItem,
  changedItems,
  changeOf,
  type MeasuredItem,
  type MeasuredPair,
  measuredTable,
} from "../../lab/run/measured-pair.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { NumberField } from "../kit/NumberField.tsx";
import { Select } from "../kit/Select.tsx";
import { count, percent, points } from "../shared/format.ts";
import { saveBlob } from "../shared/save-file.ts";
import { CONDITION_WORDS } from "../suite/suite-words.ts";
import { useLab, useLabActions } from "./lab-context.ts";

function Row({ name, change }: { readonly name: string; readonly change: Change | null }) {
  if (change === null) return null;
  const { before, after, gained, lost, difference } = change;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">{percent(before)}</td>
      <td className="number">{percent(after)}</td>
      <td className="number">{gained}</td>
      <td className="number">{lost}</td>
      <td className="number">
        {points(difference.mean)} ({points(difference.low)} to {points(difference.high)})
      </td>
    </tr>
  );
}

function Changes({ items }: { readonly items: readonly MeasuredItem[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys.
    <section className="table-scroll" aria-label="Accuracy before and after training" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">view</th>
            <th scope="col">before</th>
            <th scope="col">after</th>
            <th scope="col">gained</th>
            <th scope="col">forgotten</th>
            <th scope="col">difference, points</th>
          </tr>
        </thead>
        <tbody>
          {MEASURED_VIEWS.map((view) => (
            <Row key={view} name={CONDITION_WORDS[view]} change={changeOf(items, view)} />
          ))}
          {byDimension(items).map(([dimension, of]) => (
            <Row key={dimension} name={`full image, ${dimension}`} change={changeOf(of, "global")} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** At most so many items are listed; the table that can be saved has all. */
const LISTED = 40;

function Listed({ title, changed }: { readonly title: string; readonly changed: readonly ChangedItem[] }) {
  if (changed.length === 0) return null;
  return (
    <Disclosure summary={`${title}: ${count(changed.length, "answer")}`}>
      <ul className="changes">
        {changed.slice(0, LISTED).map(({ item, view }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its place in the list.
          <li key={at}>
            {item.question}{" "}
            <span className="hint">
              {CONDITION_WORDS[view]}: expected “{item.answer}”, was “{item.before[view].text}”, is “
              {item.after[view].text}”
            </span>
          </li>
        ))}
        {changed.length > LISTED && <li>and {changed.length - LISTED} more</li>}
      </ul>
    </Disclosure>
  );
}

function Found({ pair, name }: { readonly pair: MeasuredPair; readonly name: string }) {
  const { items, step } = pair;
  return (
    <>
      <p role="status">
        After step {step}, {count(items.length, "question")} that chose nothing.
      </p>
      <Changes items={items} />
      <Listed title="What was forgotten" changed={changedItems(items, "forgotten")} />
      <Listed title="What was gained" changed={changedItems(items, "gained")} />
      <button
        type="button"
        className="secondary"
        onClick={() => saveBlob(new Blob([measuredTable(pair)]), `${name}-step-${step}.measured.csv`)}
      >
        Save all answers as CSV
      </button>
    </>
  );
}

const SOURCES: readonly { readonly value: AskedBeside; readonly name: string }[] = [
  { value: "scenes", name: "scenes that no run is shown" },
  { value: "suite", name: "the bundled suite" },
];

/** For a run with a list. */
const WITH_LIST: typeof SOURCES = [
  ...SOURCES,
  { value: "kept", name: "the images of its list that were kept for the end" },
];

/** Asks the model after `step` and its parent. */
export function MeasuredPanel({ step, name }: { readonly step: number; readonly name: string }) {
  const pair = useLab((state) => state.pair);
  const phase = useLab((state) => state.phase);
  const busy = useLab(isBusy);
  const { askBeside, stop } = useLabActions();
  const listed = useLab(({ run }) => run !== null && run.header.data !== "scenes");
  const [chosen, setChosen] = useState<AskedBeside>("scenes");
  const source = chosen === "kept" && !listed ? "scenes" : chosen;
  const [questions, setQuestions] = useState(20);
  return (
    <div className="lab-measured item-table compare">
      <h3>Measure it beside its parent</h3>
      <div className="setting">
        <Select
          label="Questions about"
          options={listed ? WITH_LIST : SOURCES}
          value={source}
          disabled={busy}
          onChange={setChosen}
        />
        <NumberField
          label="Questions of each kind"
          value={questions}
          least={1}
          most={100}
          step={5}
          disabled={busy}
          onChange={(next) => next !== null && setQuestions(Math.round(next))}
        />
      </div>
      {phase.kind === "asking" ? (
        <div className="run-keys">
          <span role="status">
            Asking both: {phase.what}
            {phase.total > 0 && `, ${phase.done} of ${phase.total}`}
          </span>
          <button type="button" className="secondary" onClick={stop}>
            Stop asking
          </button>
        </div>
      ) : (
        <button
          type="button"
          className="secondary"
          aria-disabled={busy}
          onClick={() => !busy && void askBeside(source, questions, step)}
        >
          Ask both
        </button>
      )}
      {pair !== null && <Found pair={pair} name={name} />}
    </div>
  );
}
