/** A student with one parameter: three divergences along it, and the minimum of each. */
import {
  bestCommitment,
  COMMITMENTS,
  FIT_CURVES,
  FIT_TEACHER,
  FIT_WORDS,
  fitAt,
  fittedStudent,
} from "../../../lesson/exhibits/fit.ts";
import { Slider } from "../../kit/Slider.tsx";
import { decimal } from "../../shared/format.ts";
import { useLessonActions } from "../use-lesson-actions.ts";
import { LineChart } from "./LineChart.tsx";

const NAMES = { forwardKl: "forward KL", reverseKl: "reverse KL", jsd: "JSD" } as const;
const DASHES = { forwardKl: "dashed", reverseKl: "solid", jsd: "dotted" } as const;

const plain = (value: number): string => String(value);
const ACROSS = { kind: "linear", domain: [0, 1], title: "“anything” → “fox”", words: plain } as const;
const DOWN = { kind: "linear", domain: [0, 2], title: "nats", words: plain } as const;

export function FitExhibit({ commitment }: { commitment: number }) {
  const actions = useLessonActions();
  const now = fitAt(commitment);
  const student = fittedStudent(commitment);
  const lines = FIT_CURVES.map(({ kind, values, best }) => ({
    name: NAMES[kind],
    dash: DASHES[kind],
    chosen: kind === "reverseKl",
    points: values.map((value, step) => [COMMITMENTS[step] ?? 0, value] as const),
    words: `${decimal(now[kind], 3)}, least at ${best.toFixed(2)}`,
  }));
  return (
    <section className="exhibit" aria-label="A student with one dial">
      <Slider
        label="The student’s dial"
        value={commitment}
        least={0}
        most={1}
        step={0.01}
        write={(value) => value.toFixed(2)}
        onChange={(value) => actions.tune({ fit: { commitment: value } })}
      />
      <p className="exhibit-note">
        Student:{" "}
        {FIT_WORDS.slice(0, 3).map((word, at) => (
          <span key={word}>
            {word} <span className="number">{decimal(student[at] ?? 0, 2)}</span>,{" "}
          </span>
        ))}
        … Teacher: fox and wolf <span className="number">{decimal(FIT_TEACHER[0] ?? 0, 2)}</span> each.
      </p>
      <LineChart
        label={`Three divergences as the student turns from anything to fox. Forward KL is smallest at ${bestCommitment("forwardKl").toFixed(2)}, JSD at ${bestCommitment("jsd").toFixed(2)}, reverse KL at ${bestCommitment("reverseKl").toFixed(2)}.`}
        across={ACROSS}
        down={DOWN}
        lines={lines}
        at={commitment}
      />
    </section>
  );
}
