/** How the boxes of a foreign suite are read, drawn on a few of its images, and the ways to read them otherwise. */
import { useMemo } from "react";
import type { HeldSuite } from "../../app/suite/suite-state.ts";
import { readingName, readingWords } from "../../suite/open/box-reading.ts";
import { type PreviewedBox, previewReading } from "../../suite/open/preview.ts";
import { Select } from "../kit/Select.tsx";
import { BoxedPicture } from "./BoxedPicture.tsx";
import { useSuiteActions } from "./suite-context.ts";

/** Enough to see a wrong reading, few enough to read at once. */
const PREVIEWED = 4;

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

export function ReadingPreview({ suite }: { readonly suite: HeldSuite }) {
  const { setReading } = useSuiteActions();
  const { opened } = suite;
  const reading = opened?.reading ?? null;
  const previewed = useMemo(
    () => (opened === null || reading === null ? [] : previewReading(opened, reading, PREVIEWED)),
    [opened, reading],
  );
  const inferred = opened?.inferred ?? null;
  if (inferred === null || reading === null) return null;
  const chosen = inferred.fits.findIndex((fit) => readingName(fit.reading) === readingName(reading));
  return (
    <section className="reading" aria-label="How the boxes are read">
      <Select
        label="Boxes are read as"
        options={inferred.fits.map((fit, index) => ({
          value: index,
          name: `${readingWords(fit.reading)} (fits ${fit.records} of ${inferred.boxed})`,
        }))}
        value={chosen}
        onChange={(index) => {
          const other = inferred.fits[index];
          if (other !== undefined) setReading(other.reading);
        }}
      />
      <p className="hint">{inferred.because} Do the boxes lie on what is asked about?</p>
      <ul className="reading-preview">
        {previewed.map((each) => (
          <Preview key={each.place} previewed={each} />
        ))}
      </ul>
    </section>
  );
}
