/** The measurements that can be shown or drawn side by side: recorded, of this browser, and from files. */
import { useRef } from "react";
import type { Measurement } from "../../app/acuity/acuity-state.ts";
import { ConfirmButton } from "../shared/ConfirmButton.tsx";
import { count } from "../shared/format.ts";
import { useAcuity, useAcuityActions } from "./acuity-context.ts";
import { titleOf } from "./acuity-words.ts";

/** Where it comes from, and how much there is of it. */
function fromWords({ origin, at, document }: Measurement): string {
  const trials = count(document.trials.length, "trial");
  if (origin === "recorded") return `comes with Fovea · ${trials}`;
  if (origin === "file") return `from a file · ${trials}`;
  const when = new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  return `${when} · ${trials}`;
}

interface LineProps {
  readonly measurement: Measurement;
  readonly onRemoved: () => void;
}

function Line({ measurement, onRemoved }: LineProps) {
  const { key, origin, document } = measurement;
  const shown = useAcuity((state) => state.shown === key);
  const compared = useAcuity((state) => state.other === key);
  const { show, compareWith, remove } = useAcuityActions();
  const title = titleOf(document);
  const named = (
    <span className="visually-hidden">
      {" "}
      {title}, {fromWords(measurement)}
    </span>
  );
  return (
    <li>
      <span className="acuity-kept-words">
        <strong>{title}</strong>
        <span className="hint">{fromWords(measurement)}</span>
      </span>
      <div className="run-keys">
        <button type="button" className="quiet" aria-disabled={shown} onClick={() => !shown && show(key)}>
          {shown ? "Shown" : "Show"}
          {named}
        </button>
        {!shown && (
          <button type="button" className="quiet" onClick={() => compareWith(compared ? null : key)}>
            {compared ? "Stop comparing" : "Compare"}
            {named}
          </button>
        )}
        {origin !== "recorded" && (
          <ConfirmButton
            className="quiet"
            disabled={false}
            confirm="Delete it"
            question="Delete this measurement? What was asked is lost, unless you saved it."
            onConfirm={() => {
              onRemoved();
              void remove(key);
            }}
          >
            Delete{named}
          </ConfirmButton>
        )}
      </div>
    </li>
  );
}

export function Measurements() {
  const measurements = useAcuity((state) => state.measurements);
  const { openFile } = useAcuityActions();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className="card acuity-kept" aria-labelledby="acuity-kept-title">
      <div className="card-head">
        <h2 id="acuity-kept-title" ref={heading} tabIndex={-1}>
          Measurements
        </h2>
        <label className="secondary">
          Open a measurement …
          <input
            className="visually-hidden"
            type="file"
            accept=".json"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) void openFile(file);
              currentTarget.value = "";
            }}
          />
        </label>
      </div>
      <ul>
        {measurements.map((each) => (
          <Line key={each.key} measurement={each} onRemoved={() => heading.current?.focus()} />
        ))}
      </ul>
    </section>
  );
}
