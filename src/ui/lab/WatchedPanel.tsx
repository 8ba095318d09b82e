/** The watched item: its answer after a step, token by token, with a slider back through the run. */
import { useRef, useState } from "react";
import type { RunHeader, WatchedRecord } from "../../lab/run/document.ts";
import type { Run } from "../../lab/run/run.ts";
import { FigureFiles } from "../figure-export/FigureFiles.tsx";
import { Slider } from "../kit/Slider.tsx";
import { decimal } from "../shared/format.ts";
import { BoxedPicture } from "../suite/source/BoxedPicture.tsx";
import { runLines } from "./figures/run-words.ts";
import { useLab } from "./lab-context.ts";
import { meanDivergence, WatchedStrip } from "./WatchedStrip.tsx";

function Picture({ record }: { readonly record: WatchedRecord }) {
  const image = useLab((state) => state.image);
  if (image === null) return null;
  return (
    <BoxedPicture
      name={`${record.item} ${image.width}`}
      load={async () => ({ ok: true, value: image.blob })}
      alt={`The image that the question is about: ${record.question}`}
      size={image}
      box={record.box}
    />
  );
}

export function WatchedPanel({ run }: { readonly run: Run }) {
  const { watched, header } = run;
  const drawing = useRef<HTMLDivElement>(null);
  /** The step that the slider was left at, and in which run; null where it follows the run. */
  const [left, setLeft] = useState<{ readonly of: RunHeader; readonly step: number } | null>(null);
  const step = left?.of === header ? left.step : null;
  const at = step === null ? watched.length - 1 : watched.findIndex((each) => each.step === step);
  const record = watched[at] ?? watched.at(-1);
  if (record === undefined) return null;
  const shown = at < 0 ? watched.length - 1 : at;
  const stepAt = (index: number): number => watched[index]?.step ?? 0;
  const title = "The watched item";
  return (
    <section className="card lab-watched" aria-labelledby="lab-watched-title">
      <div className="card-head">
        <h2 id="lab-watched-title">{title}</h2>
        <FigureFiles
          title={title}
          fileOf={() => ({
            name: `${header.recipe.id}-seed-${header.seed}-watched-${record.step}`,
            title: `${title} after step ${record.step}`,
            notes: [`${record.question} Right answer: ${record.answer}`, ...runLines(run)],
          })}
          drawing={() => [drawing.current]}
        />
      </div>
      <div className="lab-watched-body">
        <Picture record={record} />
        <div className="lab-watched-words">
          <p className="lab-question">{record.question}</p>
          <div ref={drawing}>
            <WatchedStrip key={record.step} record={record} />
          </div>
          <p role="status">
            After step {record.step} the answer from the full image is{" "}
            <strong>{record.right ? "right" : "wrong"}</strong>. Mean divergence{" "}
            {decimal(meanDivergence(record), 3)} nats. Right answer: “{record.answer}”
          </p>
          {watched.length > 1 && (
            <Slider
              label="After step"
              value={shown}
              least={0}
              most={watched.length - 1}
              step={1}
              write={(index) => String(stepAt(index))}
              say={(index) => `after step ${stepAt(index)}`}
              onChange={(index) =>
                setLeft(index === watched.length - 1 ? null : { of: header, step: stepAt(index) })
              }
            />
          )}
          <p className="hint">
            A token’s colour is the Jensen–Shannon divergence from what the model before the first step says
            there from the evidence crop (the box); below it is that model’s own choice. The strip fades as
            the gap closes. The question is the first held-out one that was answered rightly from the crop and
            wrongly from the full image before the first step; where there was none, it is the first of all.
          </p>
        </div>
      </div>
    </section>
  );
}
