/** The items behind the charts: the question, the answer under each condition, and whether it was right. */
import { useEffect, useMemo, useRef, useState } from "react";
import { CELLS, cellOf } from "../../../suite/figures/cell.ts";
import { selectItems } from "../../../suite/figures/select.ts";
import { measureOf } from "../../../suite/figures/signals.ts";
import { CONDITIONS, type Condition, type ItemResult } from "../../../suite/results/result.ts";
import { Select } from "../../kit/Select.tsx";
import { count, decimal, finePercent } from "../../shared/format.ts";
import { useSuite, useSuiteActions } from "../suite-context.ts";
import { CELL_WORDS, CONDITION_WORDS } from "../suite-words.ts";

/** Rows per page: the amount of layout does not grow with the suite. */
const ROWS = 40;

const EVERY = { value: "", name: "all" };

function Filters({ dimensions }: { dimensions: readonly string[] }) {
  const filter = useSuite((state) => state.filter);
  const selected = useSuite((state) => state.selected);
  const { setFilter, select } = useSuiteActions();
  return (
    <div className="table-filters">
      <label className="words-field">
        Words
        <input
          className="kit-text"
          type="search"
          value={filter.words}
          onChange={({ target }) => setFilter({ ...filter, words: target.value })}
        />
      </label>
      <Select
        label="Dimension"
        options={[EVERY, ...dimensions.map((value) => ({ value, name: value }))]}
        value={filter.dimension ?? EVERY.value}
        onChange={(value) => setFilter({ ...filter, dimension: value === EVERY.value ? null : value })}
      />
      <Select
        label="Outcome"
        options={[EVERY, ...CELLS.map((value) => ({ value, name: CELL_WORDS[value] }))]}
        value={filter.cell ?? EVERY.value}
        onChange={(value) => setFilter({ ...filter, cell: CELLS.find((cell) => cell === value) ?? null })}
      />
      {selected !== null && (
        <p className="table-selected">
          <span>{selected.label}</span>
          <button type="button" className="quiet" onClick={() => select(null)}>
            Show all
          </button>
        </p>
      )}
    </div>
  );
}

function ConditionAnswer({ item, condition }: { item: ItemResult; condition: Condition }) {
  const answer = item.looks[condition];
  if (answer === undefined) return <td>–</td>;
  return (
    <td data-right={answer.right}>
      <span className="outcome-mark" aria-hidden="true">
        {answer.right ? "✓" : "✗"}
      </span>
      <span className="visually-hidden">{answer.right ? "right: " : "wrong: "}</span>
      {answer.text === "" ? "(nothing)" : answer.text}
    </td>
  );
}

/** The question, as the button that opens the item. On return the focus is on it. */
function OpenKey({ item }: { item: ItemResult }) {
  const { openItem } = useSuiteActions();
  const visited = useSuite((state) => state.visited === item.id);
  const key = useRef<HTMLButtonElement>(null);
  const came = useRef(visited);
  useEffect(() => {
    if (!came.current) return;
    key.current?.focus({ preventScroll: true });
    key.current?.scrollIntoView({ block: "center" });
  }, []);
  const open = async () => {
    if (await openItem(item.id)) location.hash = "#playground";
  };
  return (
    <button
      ref={key}
      type="button"
      className="text-key item-open"
      title="Open in the playground"
      onClick={() => void open()}
    >
      {item.question}
      <span className="visually-hidden">: open in the playground</span>
    </button>
  );
}

interface PagesProps {
  readonly page: number;
  readonly total: number;
  readonly turn: (page: number) => void;
}

function Pages({ page, total, turn }: PagesProps) {
  const last = Math.ceil(total / ROWS) - 1;
  if (last < 1) return null;
  const to = (next: number) => next >= 0 && next <= last && turn(next);
  return (
    <nav className="table-pages" aria-label="Pages of the table">
      <button type="button" className="secondary" aria-disabled={page === 0} onClick={() => to(page - 1)}>
        Earlier
      </button>
      <span className="number">
        {page * ROWS + 1} to {Math.min(total, (page + 1) * ROWS)}
      </span>
      <button type="button" className="secondary" aria-disabled={page === last} onClick={() => to(page + 1)}>
        Later
      </button>
    </nav>
  );
}

interface RowProps {
  readonly item: ItemResult;
  readonly conditions: readonly Condition[];
  /** The name of the formula that was measured; null where there was none. */
  readonly formula: string | null;
}

function Row({ item, conditions, formula }: RowProps) {
  const cell = cellOf(item);
  return (
    <tr>
      <th scope="row">
        <OpenKey item={item} />
        <span className="item-id number">{item.id}</span>
      </th>
      <td>{item.answer}</td>
      {conditions.map((condition) => (
        <ConditionAnswer key={condition} item={item} condition={condition} />
      ))}
      <td>{cell === null ? "–" : CELL_WORDS[cell]}</td>
      <td className="number">{item.area === null ? "–" : finePercent(item.area)}</td>
      <td className="number">{decimal(measureOf(item, "divergence"), 3)}</td>
      {formula !== null && <td className="number">{decimal(measureOf(item, "formula"), 3)}</td>}
    </tr>
  );
}

export function ItemTable({ items }: { items: readonly ItemResult[] }) {
  const formula = useSuite(({ header }) => header?.formula?.name ?? null);
  const filter = useSuite((state) => state.filter);
  const visited = useSuite((state) => state.visited);
  const shown = useMemo(() => selectItems(items, filter), [items, filter]);
  const [wanted, turn] = useState(() =>
    Math.max(0, Math.floor(shown.findIndex(({ id }) => id === visited) / ROWS)),
  );
  const page = Math.min(wanted, Math.max(0, Math.ceil(shown.length / ROWS) - 1));
  const conditions = CONDITIONS.filter((condition) =>
    items.some((item) => item.looks[condition] !== undefined),
  );
  const dimensions = [...new Set(items.map(({ dimension }) => dimension))];
  return (
    <section className="card item-table" aria-labelledby="items-title">
      <div className="card-head">
        <h2 id="items-title">Items</h2>
        <span className="card-note" role="status">
          {count(shown.length, "item")} of {items.length}
        </span>
      </div>
      <Filters dimensions={dimensions} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys. */}
      <section className="table-scroll" aria-label="Table of items" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">question</th>
              <th scope="col">right answer</th>
              {conditions.map((condition) => (
                <th key={condition} scope="col" data-tone={condition} className="tone-head">
                  {CONDITION_WORDS[condition]}
                </th>
              ))}
              <th scope="col">outcome</th>
              <th scope="col">evidence</th>
              <th scope="col">JSD½</th>
              {formula !== null && <th scope="col">{formula}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.slice(page * ROWS, (page + 1) * ROWS).map((item) => (
              <Row key={item.id} item={item} conditions={conditions} formula={formula} />
            ))}
          </tbody>
        </table>
      </section>
      <Pages page={page} total={shown.length} turn={turn} />
    </section>
  );
}
