/** One position, five words: choose the teacher, the divergence and the support, and see the term of each word. */
import { type PairReading, type PairSettings, readPair, WORDS } from "../../../lesson/exhibits/pair.ts";
import { Segmented } from "../../kit/Segmented.tsx";
import { Slider } from "../../kit/Slider.tsx";
import { decimal } from "../../shared/format.ts";
import { useLessonActions } from "../use-lesson-actions.ts";
import { PairTable } from "./PairTable.tsx";

const TEACHERS = [
  { value: "sure", name: "reads 8" },
  { value: "unsure", name: "is unsure" },
  { value: "same", name: "is the student" },
] as const;
const KINDS = [
  { value: "forwardKl", name: "forward KL" },
  { value: "reverseKl", name: "reverse KL" },
  { value: "jsd", name: "JSD" },
] as const;
const SIDES = [
  { value: "student", name: "student’s" },
  { value: "teacher", name: "teacher’s" },
] as const;
const RESTS = [
  { value: "tail", name: "one tail bin" },
  { value: "renormalise", name: "renormalise" },
  { value: "drop", name: "drop" },
] as const;

type Tune = (change: Partial<PairSettings>) => void;

function SupportControls({ settings, tune }: { settings: PairSettings; tune: Tune }) {
  const { k, from, rest } = settings;
  return (
    <>
      <Slider
        label="K"
        value={k}
        least={1}
        most={WORDS.length}
        step={1}
        write={(value) => `${value} of ${WORDS.length}`}
        onChange={(value) => tune({ k: value })}
      />
      <Segmented
        label="Whose likeliest words"
        options={SIDES}
        value={from}
        onChange={(value) => tune({ from: value })}
      />
      <Segmented
        label="The rest"
        options={RESTS}
        value={rest === "flooredTail" ? "tail" : rest}
        onChange={(value) => tune({ rest: value })}
      />
    </>
  );
}

function DivergenceControls({ settings, tune }: { settings: PairSettings; tune: Tune }) {
  const { teacher, divergence, beta } = settings;
  return (
    <>
      <Segmented
        label="The teacher"
        options={TEACHERS}
        value={teacher}
        onChange={(value) => tune({ teacher: value })}
      />
      <Segmented
        label="Divergence"
        options={KINDS}
        value={divergence}
        onChange={(value) => tune({ divergence: value })}
      />
      {divergence === "jsd" && (
        <Slider
          label="β"
          value={beta}
          least={0.01}
          most={0.99}
          step={0.01}
          write={(value) => value.toFixed(2)}
          onChange={(value) => tune({ beta: value })}
        />
      )}
    </>
  );
}

/** Near its ends a JSD is a scaled-down KL: shows its value scaled up again. */
function Ends({ settings: { beta }, reading }: { settings: PairSettings; reading: PairReading }) {
  const near = beta < 0.5 ? { by: beta, sign: "β", name: "forward KL", kl: reading.forward } : null;
  const far = { by: 1 - beta, sign: "(1 − β)", name: "reverse KL", kl: reading.reverse };
  const end = near ?? far;
  return (
    <p className="exhibit-note">
      JSD / {end.sign} = <span className="number">{decimal((reading.value ?? 0) / end.by, 4)}</span>;{" "}
      {end.name} = <span className="number">{decimal(end.kl, 4)}</span>
    </p>
  );
}

function Covered({ reading }: { reading: PairReading }) {
  const { full, covered } = reading;
  return (
    <p className="exhibit-note">
      Over all words: <span className="number">{decimal(full, 4)}</span>. The support holds{" "}
      <span className="number">{decimal(covered.student, 3)}</span> of the student’s probability and{" "}
      <span className="number">{decimal(covered.teacher, 3)}</span> of the teacher’s.
    </p>
  );
}

export function PairExhibit({ settings, support = false }: { settings: PairSettings; support?: boolean }) {
  const actions = useLessonActions();
  const tune: Tune = (change) => actions.tune({ pair: change });
  const reading = readPair(support ? settings : { ...settings, support: "full" });
  const atEnd = settings.divergence === "jsd" && (settings.beta <= 0.1 || settings.beta >= 0.9);
  return (
    <section className="exhibit" aria-label="One position, five words">
      {support ? (
        <SupportControls settings={settings} tune={tune} />
      ) : (
        <DivergenceControls settings={settings} tune={tune} />
      )}
      <PairTable bins={reading.bins} />
      <p className="exhibit-value" role="status">
        {KINDS.find(({ value }) => value === settings.divergence)?.name} ={" "}
        <strong className="number">{reading.value === null ? "undefined" : decimal(reading.value, 4)}</strong>{" "}
        nats
      </p>
      {support && <Covered reading={reading} />}
      {!support && atEnd && <Ends settings={settings} reading={reading} />}
    </section>
  );
}
