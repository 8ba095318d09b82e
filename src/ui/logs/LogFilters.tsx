/** Which rollouts are listed, and in which order. */
import { ORDERS, type Order, REWARDED, type Rewarded } from "../../log/run/select.ts";
import { Select } from "../kit/Select.tsx";
import { useLogs, useLogsActions } from "./logs-context.ts";

const ORDER_WORDS: Readonly<Record<Order, string>> = {
  log: "as in the log",
  lowestReward: "lowest reward first",
  highestReward: "highest reward first",
  longest: "longest first",
  farthest: "largest divergence first",
};

const REWARD_WORDS: Readonly<Record<Rewarded, string>> = {
  all: "any",
  rewarded: "above 0",
  unrewarded: "0 or below",
  unknown: "missing",
};

/** What a chart or a prompt has narrowed the list to. */
function Narrowed() {
  const filter = useLogs((state) => state.filter);
  const { setFilter } = useLogsActions();
  const { steps, prompt } = filter;
  if (steps === null && prompt === null) return null;
  const [from, to] = steps ?? [0, 0];
  const stepWords = from === to ? `step ${from}` : `steps ${from} to ${to}`;
  return (
    <p className="table-selected">
      <span>
        {steps !== null && stepWords}
        {steps !== null && prompt !== null && ", "}
        {prompt !== null && "one prompt"}
      </span>
      <button
        type="button"
        className="quiet"
        onClick={() => void setFilter({ ...filter, steps: null, prompt: null })}
      >
        Show all
      </button>
    </p>
  );
}

export function LogFilters() {
  const filter = useLogs((state) => state.filter);
  const { setFilter } = useLogsActions();
  return (
    <div className="table-filters">
      <label className="words-field">
        Words
        <input
          className="kit-text"
          type="search"
          value={filter.words}
          onChange={({ target }) => void setFilter({ ...filter, words: target.value })}
        />
      </label>
      <Select
        label="Reward"
        options={REWARDED.map((value) => ({ value, name: REWARD_WORDS[value] }))}
        value={filter.rewarded}
        onChange={(rewarded) => void setFilter({ ...filter, rewarded })}
      />
      <Select
        label="Order"
        options={ORDERS.map((value) => ({ value, name: ORDER_WORDS[value] }))}
        value={filter.order}
        onChange={(order) => void setFilter({ ...filter, order })}
      />
      <Narrowed />
    </div>
  );
}
