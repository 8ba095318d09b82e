/** The suite page: open a suite, ask it, watch the figures fill, and inspect the items behind them. */
import { memo, useDeferredValue, useEffect, useMemo } from "react";
import { writeJsonl } from "../../suite/results/jsonl.ts";
import type { ItemResult, ResultsHeader } from "../../suite/results/result.ts";
import { writeTable } from "../../suite/results/table.ts";
import { PageFault } from "../fault/FaultNotice.tsx";
import { count } from "../shared/format.ts";
import { saveBlob } from "../shared/save-file.ts";
import { ComparePanel } from "./compare/ComparePanel.tsx";
import { RunPanel } from "./RunPanel.tsx";
import { Figures } from "./results/Figures.tsx";
import { Headline } from "./results/Headline.tsx";
import { ItemTable } from "./results/ItemTable.tsx";
import { LetterBiasNote } from "./results/LetterBiasNote.tsx";
import { cardLines } from "./results/run-card-words.ts";
import { SettingsPanel } from "./SettingsPanel.tsx";
import { ColumnTable } from "./source/ColumnTable.tsx";
import { KeyReadingPanel } from "./source/KeyReadingPanel.tsx";
import { LeftOut } from "./source/LeftOut.tsx";
import { ReadingPreview } from "./source/ReadingPreview.tsx";
import { SourcePanel } from "./source/SourcePanel.tsx";
import { useSuite, useSuiteActions } from "./suite-context.ts";
import { useCalm } from "./use-calm.ts";
import "../charts/charts.css";
import "./suite.css";
import "./results/item-table.css";
import "./source/choices.css";
import "./compare/compare.css";
import "./source/columns.css";

/** How often the figures follow a run, in milliseconds: less often for many items, whose intervals take longer. */
const calmFor = (items: number): number => 1500 + 5 * items;

function Export({ header }: { header: ResultsHeader }) {
  const items = useSuite((state) => state.items);
  const failed = useSuite((state) => state.failed);
  const results = { header, items, failed };
  return (
    <div className="export">
      <p className="card-note">
        {cardLines(header, items.length).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </p>
      <div className="export-keys">
        <button
          type="button"
          className="secondary"
          onClick={() => saveBlob(new Blob([writeJsonl(results)]), `${header.suite.title}.results.jsonl`)}
        >
          Save JSONL
        </button>
        <button
          type="button"
          className="secondary"
          onClick={() => saveBlob(new Blob([writeTable(results)]), `${header.suite.title}.results.csv`)}
        >
          Save CSV
        </button>
      </div>
    </div>
  );
}

/** Notes on the results beside their figures: that they are empty, and lines that could not be read. */
function ResultsNote({ header }: { header: ResultsHeader }) {
  const none = useSuite((state) => state.items.length === 0 && state.run?.phase.kind !== "running");
  const unread = useSuite((state) => state.unread);
  if (!none && unread.length === 0) return null;
  return (
    <section className="card results-note" aria-label="About these results">
      {none && (
        <p>
          Results of {header.model.title} on {header.suite.title}, without any item.
        </p>
      )}
      <LeftOut
        summary={`${count(unread.length, "line")} of the results file left out`}
        rows={unread.map(({ line, reason }) => ({ place: `line ${line}`, reason }))}
      />
    </section>
  );
}

/** Before anything was asked: what can be seen without waiting. */
function Nothing() {
  const { openRecorded } = useSuiteActions();
  return (
    <section className="card results-none" aria-labelledby="results-none-title">
      <h3 id="results-none-title">Nothing has been asked here yet</h3>
      <p>
        Fovea-mini was asked these 700 questions with the full image, the box drawn, the evidence crop and a
        blank image. Its answers are recorded: accuracies with intervals, the gap, the four cells,
        calibration, and the items behind every mark.
      </p>
      <button type="button" className="secondary" onClick={() => void openRecorded()}>
        Show the recorded results
      </button>
    </section>
  );
}

interface FoundProps {
  readonly header: ResultsHeader;
  readonly items: readonly ItemResult[];
}

/** All figures of the results; computed again only when they change. */
const Found = memo(function Found({ header, items }: FoundProps) {
  return (
    <>
      <Headline items={items} />
      <Figures items={items} header={header} />
      <ItemTable items={items} />
      <ComparePanel header={header} items={items} />
      <Export header={header} />
    </>
  );
});

export function SuiteView() {
  const { restore, dismissFault } = useSuiteActions();
  const fault = useSuite((state) => state.fault);
  const header = useSuite((state) => state.header);
  const source = useSuite((state) => state.source);
  const running = useSuite((state) => state.run?.phase.kind === "running");
  const found = useSuite((state) => state.items);
  const items = useCalm(found, calmFor(found.length), header);
  const results = useMemo(() => ({ header, items }), [header, items]);
  // Many figures take time: rendered in steps, they keep the page responsive.
  const shown = useDeferredValue(results);
  useEffect(() => void restore(), [restore]);
  return (
    <main className="suite" id="suite">
      <PageFault fault={fault} onDismiss={dismissFault} />
      <section className="card suite-head" aria-labelledby="suite-title">
        <div>
          <h2 id="suite-title">A whole suite, from both views</h2>
          <p className="hint">
            Every question is asked with the full image and with its evidence crop. One image is an anecdote;
            here the gap has a confidence interval.
          </p>
        </div>
        <SourcePanel />
        <RunPanel />
        {source.kind === "open" && <ColumnTable suite={source.suite} />}
        {source.kind === "open" && <KeyReadingPanel suite={source.suite} />}
        {source.kind === "open" && <LetterBiasNote suite={source.suite} />}
        {source.kind === "open" && <ReadingPreview suite={source.suite} />}
        <SettingsPanel />
      </section>
      {header === null && !running && source.kind !== "none" && source.kind !== "opening" && <Nothing />}
      {header !== null && <ResultsNote header={header} />}
      {shown.header !== null && shown.items.length > 0 && <Found header={shown.header} items={shown.items} />}
    </main>
  );
}
