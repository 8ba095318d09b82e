/** Which signals are plotted over the tokens, and how. */
import type { Against, Answer } from "../../session/signals/signal.ts";
import { useApp } from "../app-context.ts";
import { Checkbox } from "../kit/Checkbox.tsx";
import { Popover } from "../kit/Popover.tsx";
import { Switch } from "../kit/Switch.tsx";
import { lineSignals } from "./lines.ts";

interface LinePickerProps {
  readonly answer: Answer;
  readonly against: Against;
  /** The signal that colours the tokens, which is always plotted. */
  readonly coloured: string;
  readonly further: readonly string[];
  readonly onFurther: (ids: readonly string[]) => void;
  readonly controls: boolean;
  readonly onControls: (on: boolean) => void;
  readonly log: boolean;
  readonly onLog: (on: boolean) => void;
}

function Lines({ answer, against, coloured, further, onFurther }: LinePickerProps) {
  const formulas = useApp((state) => state.formulaSignals);
  return lineSignals(formulas).map((signal) => {
    const reading = signal.read(answer, against);
    const lacks = reading.kind === "missing";
    const drawn = further.includes(signal.id);
    return (
      <Checkbox
        key={signal.id}
        label={
          <>
            {signal.title}
            {lacks && <span className="unit"> · {reading.reason}</span>}
          </>
        }
        checked={signal.id === coloured || drawn}
        disabled={lacks || signal.id === coloured}
        onChange={(checked) =>
          onFurther(checked ? [...further, signal.id] : further.filter((id) => id !== signal.id))
        }
      />
    );
  });
}

export function LinePicker(props: LinePickerProps) {
  const { controls, onControls, log, onLog } = props;
  return (
    <Popover
      title="Lines over the answer"
      trigger={
        <button type="button" className="secondary line-key">
          Lines…
        </button>
      }
    >
      <div className="line-picker">
        <Switch label="Show controls, dashed" on={controls} onChange={onControls} />
        <Switch label="Logarithmic axis" on={log} onChange={onLog} />
        <fieldset>
          <legend className="kit-label">Signals</legend>
          <Lines {...props} />
        </fieldset>
      </div>
    </Popover>
  );
}
