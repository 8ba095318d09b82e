/** From a map to a crop: the window search of ViCrop, and both answers once the box is set. */
import { useState } from "react";
import { shownRollout } from "../../app/selectors.ts";
import type { Grid } from "../../math/attention/attention.ts";
import { searchWindow, WINDOW_BASE } from "../../math/image/window-search.ts";
import { shownExperiment, teacherAnswerIsCurrent } from "../../session/derived.ts";
import { type Box, boxFrom, boxOfPixels, type PixelWindow, pixelWindow } from "../../view/box.ts";
import { useActions, useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { sentence } from "../shared/format.ts";

interface ProposalProps {
  /** Losses or ratios, none below 0. */
  readonly map: Grid;
  /** The part of the source image that the map covers. */
  readonly frame: Box;
}

const LEAST_BASE = 16;

function BoxSet({ at }: { at: PixelWindow }) {
  const box = useApp((state) => state.session.plan?.box);
  const size = useApp((state) => state.session.plan?.size);
  const student = useApp(shownRollout);
  const teacher = useApp((state) => shownExperiment(state.session)?.teacherAnswer ?? null);
  const current = useApp((state) => teacherAnswerIsCurrent(state.session));
  if (box === undefined || size === undefined) return null;
  const there = JSON.stringify(pixelWindow(box, size)) === JSON.stringify(at);
  if (!there) return <p className="hint">You have moved the box since then.</p>;
  return (
    <dl className="map-said" aria-live="polite">
      <dt className="key-student">Student, full image</dt>
      <dd>{student === null ? "–" : sentence(student.texts)}</dd>
      <dt className="key-teacher">Teacher, this crop</dt>
      <dd>{teacher !== null && current ? sentence(teacher.texts) : "reading …"}</dd>
    </dl>
  );
}

export function Proposal({ map, frame }: ProposalProps) {
  const size = useApp((state) => state.session.plan?.size);
  const { releaseBox } = useActions();
  const [base, setBase] = useState(WINDOW_BASE);
  const [set, setSet] = useState<PixelWindow | null>(null);
  if (size === undefined) return null;
  const shown = { width: size.width * frame.width, height: size.height * frame.height };
  const smallest = Math.min(base, Math.floor(Math.min(shown.width, shown.height) / 2));
  const propose = () => {
    const found = searchWindow(map, shown, Math.max(LEAST_BASE, smallest));
    const pixels = pixelWindow(boxFrom(found.box, frame), size);
    setSet(pixels);
    void releaseBox(boxOfPixels(pixels, size));
  };
  return (
    <div className="map-proposal">
      <div className="map-proposal-row">
        <NumberField
          label="Smallest window, pixels"
          value={base}
          least={LEAST_BASE}
          most={1024}
          step={16}
          onChange={(next) => next !== null && setBase(next)}
        />
        <button type="button" className="secondary" onClick={propose}>
          Set the box from this map
        </button>
      </div>
      <p className="hint">
        Square windows of 1 to 2 times this size are slid over the map; the window that stands out most from
        its four neighbours becomes the box (ViCrop, arXiv 2502.17422).
      </p>
      {set !== null && <BoxSet at={set} />}
    </div>
  );
}
