/** Sampling settings: temperature, nucleus, seed, number and length of answers. */
import type { Sampling } from "../../session/document/document.ts";
import { EIGHT_ANSWERS, ONE_ANSWER } from "../../session/settings.ts";
import { useActions, useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { Popover } from "../kit/Popover.tsx";
import { Slider } from "../kit/Slider.tsx";
import { count } from "../shared/format.ts";
import "./sampling.css";

/** The current settings, abbreviated. */
function samplingWords({ temperature, group, seed }: Sampling): string {
  const answers = count(group, "answer");
  return temperature === 0 ? `${answers}, greedy` : `${answers}, T ${temperature.toFixed(2)}, seed ${seed}`;
}

interface Whole {
  readonly name: "topK" | "seed" | "group" | "maxTokens";
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly large: number;
}

const WHOLES: readonly Whole[] = [
  { name: "group", label: "Answers per group", least: 1, most: 32, large: 4 },
  { name: "maxTokens", label: "Maximum answer length, tokens", least: 1, most: 512, large: 16 },
  { name: "seed", label: "Seed", least: 0, most: 4_294_967_295, large: 100 },
  { name: "topK", label: "Top-k (0: all)", least: 0, most: 1000, large: 10 },
];

function noteOn({ temperature, group, seed }: Sampling): string {
  if (temperature === 0 && group > 1)
    return "At temperature 0 all siblings are identical: the most likely token is chosen each time.";
  if (temperature === 0) return "Greedy: the most likely token is chosen each time; the seed has no effect.";
  return `The same seed gives the same tokens. Sibling i depends only on seed ${seed} and i, so a larger group only adds answers.`;
}

function Controls() {
  const actions = useActions();
  const sampling = useApp(({ session }) => session.settings.sampling);
  const { temperature, topP } = sampling;
  return (
    <div className="sampling">
      <Slider
        label="Temperature"
        value={temperature}
        least={0}
        most={2}
        step={0.05}
        marks={[1]}
        write={(value) => value.toFixed(2)}
        onChange={(value) => actions.setSampling({ temperature: value })}
      />
      <Slider
        label="Top-p"
        value={topP}
        least={0.05}
        most={1}
        step={0.05}
        write={(value) => value.toFixed(2)}
        onChange={(value) => actions.setSampling({ topP: value })}
      />
      <div className="sampling-fields">
        {WHOLES.map(({ name, label, least, most, large }) => (
          <NumberField
            key={name}
            label={label}
            value={sampling[name]}
            least={least}
            most={most}
            largeStep={large}
            onChange={(value) => value !== null && actions.setSampling({ [name]: Math.round(value) })}
          />
        ))}
      </div>
      <p className="hint" aria-live="polite">
        {noteOn(sampling)}
      </p>
      <div className="sampling-ways">
        <button type="button" className="secondary" onClick={() => actions.setSampling(ONE_ANSWER)}>
          One greedy answer
        </button>
        <button type="button" className="secondary" onClick={() => actions.setSampling(EIGHT_ANSWERS)}>
          Eight answers, as in the gate papers
        </button>
      </div>
    </div>
  );
}

export function SamplingKey() {
  const words = useApp(({ session }) => samplingWords(session.settings.sampling));
  return (
    <Popover
      title="Sampling"
      trigger={
        <button type="button" className="quiet sampling-key">
          {words}
          <span className="visually-hidden">: sampling</span>
        </button>
      }
    >
      <Controls />
    </Popover>
  );
}
