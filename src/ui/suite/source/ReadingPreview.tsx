/** How the boxes of a foreign suite are interpreted, drawn on a few of its images; a question where it is ambiguous. */
import { useMemo } from "react";
import type { HeldSuite } from "../../../app/suite/suite-state.ts";
import {
  type BoxInterpretation,
  interpretationName,
  interpretationWords,
} from "../../../suite/open/boxes/box-interpretation.ts";
import type { BoxInference } from "../../../suite/open/boxes/infer-boxes.ts";
import { QWEN_LIMITS } from "../../../suite/open/boxes/resize-rule.ts";
import { boxesAreDoubtful, type OpenedSuite } from "../../../suite/open/open-suite.ts";
import { type PreviewedBox, previewBoxes } from "../../../suite/open/preview.ts";
import { Select } from "../../kit/Select.tsx";
import { useSuiteActions } from "../suite-context.ts";
import { BoxedPicture } from "./BoxedPicture.tsx";
import { ResizeFields } from "./ResizeFields.tsx";

/** Enough to notice a wrong interpretation, few enough to see at once. */
const PREVIEWED = 4;
/** Number of images for each of several interpretations side by side. */
const COMPARED = 2;

function Preview({ previewed }: { readonly previewed: PreviewedBox }) {
  const { picture } = useSuiteActions();
  const { place, path, size, question, numbers, box } = previewed;
  return (
    <li>
      <BoxedPicture
        name={path}
        load={() => picture(path)}
        alt={`${path}, with the box of ${place}`}
        size={size}
        box={box.ok ? box.value : null}
      />
      <span className="item-question">{question}</span>
      <span className="number">{numbers.join(", ")}</span>
      {!box.ok && <span className="run-fault">These numbers do not lie in the image.</span>}
    </li>
  );
}

interface InterpretationProps {
  readonly opened: OpenedSuite;
  readonly reading: BoxInterpretation;
}

function Interpretation({ opened, reading }: InterpretationProps) {
  const { setReading } = useSuiteActions();
  const words = interpretationWords(reading);
  return (
    <li className="interpretation">
      <strong>{words}</strong>
      <ul className="reading-preview">
        {previewBoxes(opened, reading, COMPARED).map((each) => (
          <Preview key={each.place} previewed={each} />
        ))}
      </ul>
      <button
        type="button"
        className="secondary"
        aria-label={`Interpret the boxes as ${words}`}
        onClick={() => setReading(reading)}
      >
        Use this
      </button>
    </li>
  );
}

/** Side by side, since only a person can see which boxes lie on what is asked about. */
function Question({ opened, inferred }: { readonly opened: OpenedSuite; readonly inferred: BoxInference }) {
  const { alternatives: rivals, boxed } = inferred;
  const lists = boxed === 1 ? "the one box" : `the ${boxed} boxes`;
  return (
    <>
      <p>
        <strong>Which boxes lie on what is asked about?</strong> {rivals.length} interpretations fit {lists}{" "}
        of this suite equally well, and the file does not say which one is meant. Nothing is asked until you
        choose one.
      </p>
      <ul className="interpretations">
        {rivals.map((reading) => (
          <Interpretation key={interpretationName(reading)} opened={opened} reading={reading} />
        ))}
      </ul>
      <p className="hint">None of them? Choose another interpretation:</p>
    </>
  );
}

/** For an image that was resized before: its size is not part of the file. */
const RESIZED: BoxInterpretation = { corners: "opposite", first: "x", unit: QWEN_LIMITS };

/** All interpretations, with the number of records that each fits. */
function Choice({
  inferred,
  reading,
  asked,
}: {
  inferred: BoxInference;
  reading: BoxInterpretation;
  asked: boolean;
}) {
  const { setReading } = useSuiteActions();
  const resized = typeof reading.unit !== "string";
  const offered = [...inferred.fits.map((fit) => fit.interpretation), resized ? reading : RESIZED];
  const named = inferred.fits.map(
    (fit, index) =>
      ({
        value: index,
        name: `${interpretationWords(fit.interpretation)} (fits ${fit.records} of ${inferred.boxed})`,
      }) as const,
  );
  const unsaid = asked ? [{ value: -1, name: "not chosen yet" }] : [];
  const last = { value: named.length, name: "left, top, right, bottom in pixels of a resized image" };
  const chosen = offered.findIndex((each) => interpretationName(each) === interpretationName(reading));
  return (
    <>
      <Select
        label="Boxes are"
        options={[...unsaid, ...named, last]}
        value={asked ? -1 : chosen}
        onChange={(index) => {
          const other = offered[index];
          if (other !== undefined) setReading(other);
        }}
      />
      {typeof reading.unit !== "string" && (
        <ResizeFields rule={reading.unit} onChange={(unit) => setReading({ ...reading, unit })} />
      )}
    </>
  );
}

export function ReadingPreview({ suite }: { readonly suite: HeldSuite }) {
  const { opened } = suite;
  const reading = opened?.boxInterpretation ?? null;
  const previewed = useMemo(
    () => (opened === null || reading === null ? [] : previewBoxes(opened, reading, PREVIEWED)),
    [opened, reading],
  );
  const inferred = opened?.inferredBoxes ?? null;
  if (opened === null || inferred === null || reading === null) return null;
  const doubtful = boxesAreDoubtful(opened);
  return (
    <section className="reading" aria-label="How the boxes are interpreted">
      {doubtful && <Question opened={opened} inferred={inferred} />}
      <Choice inferred={inferred} reading={reading} asked={doubtful} />
      {!doubtful && (
        <>
          <p className="hint">{inferred.reason} Do the boxes lie on what is asked about?</p>
          <ul className="reading-preview">
            {previewed.map((each) => (
              <Preview key={each.place} previewed={each} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
