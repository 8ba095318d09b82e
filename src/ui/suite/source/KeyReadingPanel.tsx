/** How the answer key of a foreign suite is interpreted, shown on a few of its questions, and the alternatives. */
import { useMemo } from "react";
import type { HeldSuite } from "../../../app/suite/suite-state.ts";
import { keyInterpretationWords } from "../../../suite/open/choices/answer-key.ts";
import { type PreviewedKey, previewKey } from "../../../suite/open/choices/key-preview.ts";
import { keyIsDoubtful } from "../../../suite/open/open-suite.ts";
import { Select } from "../../kit/Select.tsx";
import { useSuite, useSuiteActions } from "../suite-context.ts";

const PREVIEWED = 3;
/** Longer lists are shortened to the right choice and its neighbours. */
const LISTED = 6;

function Preview({ previewed }: { readonly previewed: PreviewedKey }) {
  const { question, stated, choices, reason } = previewed;
  const shown = choices.length <= LISTED ? choices : choices.filter(({ right }) => right);
  return (
    <li>
      <span className="item-question">{question}</span>
      <span className="hint">
        The file says <b className="stated-key">{stated.join(", ")}</b>
      </span>
      {reason === null ? (
        <ul className="key-choices">
          {shown.map(({ letter, text, right }) => (
            <li key={letter} data-right={right || undefined}>
              <span aria-hidden="true">{right ? "✓" : ""}</span>
              <span>
                {letter}. {text}
                {right && <span className="visually-hidden">, right</span>}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <span className="run-fault">{reason}</span>
      )}
    </li>
  );
}

export function KeyReadingPanel({ suite }: { readonly suite: HeldSuite }) {
  const { setKeyReading } = useSuiteActions();
  const running = useSuite((state) => state.run?.phase.kind === "running");
  const { opened } = suite;
  const reading = opened?.keyInterpretation ?? null;
  const previewed = useMemo(
    () => (opened === null || reading === null ? [] : previewKey(opened, reading, PREVIEWED)),
    [opened, reading],
  );
  const inferred = opened?.inferredKey ?? null;
  if (opened === null || inferred === null || reading === null) return null;
  const doubtful = keyIsDoubtful(opened);
  return (
    <section className="reading" aria-label="How the answers are interpreted">
      <Select
        label="The answer key is"
        disabled={running}
        options={inferred.fits.map((fit) => ({
          value: fit.interpretation,
          name: `${keyInterpretationWords(fit.interpretation)} (fits ${fit.rows} of ${inferred.rows})`,
        }))}
        value={reading}
        onChange={setKeyReading}
      />
      {doubtful ? (
        <div className="letter-bias-keys" role="alert">
          <p className="run-fault">{inferred.reason} Choose what is meant before you ask.</p>
          <button type="button" className="secondary" onClick={() => setKeyReading(reading)}>
            It is {keyInterpretationWords(reading)}
          </button>
        </div>
      ) : (
        <p className="hint">
          {opened.keyIsGiven
            ? `Interpreted as ${keyInterpretationWords(reading)}, as you chose.`
            : inferred.reason}{" "}
          Is the marked choice the right one?
        </p>
      )}
      <ul className="reading-preview">
        {previewed.map((each) => (
          <Preview key={each.place} previewed={each} />
        ))}
      </ul>
    </section>
  );
}
