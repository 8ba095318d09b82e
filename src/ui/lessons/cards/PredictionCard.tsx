/** A prediction, asked before the reveal. */
import type { Prediction } from "../../../lesson/lesson.ts";
import type { Snapshot } from "../../../lesson/snapshot.ts";
import { RadioList } from "../../kit/RadioList.tsx";

interface PredictionProps {
  readonly prediction: Prediction;
  readonly chosen: number | undefined;
  readonly revealed: boolean;
  readonly snapshot: Snapshot;
  readonly onChoose: (option: number) => void;
}

function verdict({ prediction, chosen, revealed, snapshot }: PredictionProps): string {
  if (chosen === undefined) return "Choose what you expect; the answer comes after.";
  if (!revealed) return "Noted. Now try it.";
  const { right } = prediction;
  const option = typeof right === "function" ? right(snapshot) : right;
  if (option === null) return "Your run cannot settle this yet.";
  return option === chosen ? "As you expected." : `Not so: ${prediction.options[option]}.`;
}

export function PredictionCard(props: PredictionProps) {
  const { prediction, chosen, onChoose } = props;
  return (
    <fieldset className="lesson-card" data-kind="prediction">
      <legend>Before you look</legend>
      <p className="lesson-ask">{prediction.ask}</p>
      <div className="lesson-options">
        <RadioList
          label={prediction.ask}
          options={prediction.options.map((words, option) => ({ value: option, content: words }))}
          value={chosen ?? null}
          onChange={onChoose}
        />
      </div>
      <p className="lesson-verdict" role="status">
        {verdict(props)}
      </p>
    </fieldset>
  );
}
