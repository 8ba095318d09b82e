/** The chosen rollout: its image and evidence, its answer, the numbers of its tokens, and whatever else the log has of it. */
import { useState } from "react";
import type { ChosenRollout } from "../../app/logs/logs-state.ts";
import { COLUMN, type LoggedRollout, type LoggedTokens } from "../../log/rollout.ts";
import type { ShownSubject } from "../../log/worker/api.ts";
import { useApp } from "../app-context.ts";
import { TokenLines } from "../charts/tokens/TokenLines.tsx";
import type { TokenSeries } from "../charts/tokens/token-data.ts";
import { FaultNotice } from "../fault/FaultNotice.tsx";
import { CutPicture } from "../images/CutPicture.tsx";
import { Disclosure } from "../kit/Disclosure.tsx";
import { decimal } from "../shared/format.ts";
import { BoxedPicture, usePictureUrl } from "../suite/source/BoxedPicture.tsx";
import { useLogsActions } from "./logs-context.ts";
import { StepsOfPrompt } from "./StepsOfPrompt.tsx";

/** Longer texts of a field are cut on the page. */
const LONGEST_FIELD = 2000;

/** The evidence: the crop that the data name, else what their box cuts. */
function Evidence({ index, subject }: { readonly index: number; readonly subject: ShownSubject }) {
  const { image, crop, size, box } = subject;
  const shown = crop ?? image;
  const url = usePictureUrl(async () => ({ ok: true, value: shown.blob }), `${index} ${shown.name}`);
  const address = url?.ok ? url.value : null;
  if (crop !== null)
    return address === null ? null : (
      <img className="rollout-crop" src={address} alt={`${crop.name}: the evidence crop`} />
    );
  if (box === null) return null;
  return <CutPicture url={address} alt="The evidence, cut from the image" size={size} region={box} />;
}

function Pictures({ index, subject }: { readonly index: number; readonly subject: ShownSubject }) {
  const { image, size, box, question, notes } = subject;
  return (
    <div className="rollout-pictures">
      <BoxedPicture
        name={`${index} ${image.name}`}
        load={async () => ({ ok: true, value: image.blob })}
        alt={`${image.name}: the image of the prompt`}
        size={size}
        box={box}
      />
      <Evidence index={index} subject={subject} />
      <p className="rollout-question" dir="auto">
        {question}
      </p>
      {notes.map((note) => (
        <p key={note} className="hint">
          {note}
        </p>
      ))}
    </div>
  );
}

/** Lines of the columns with a known meaning, in nats; all others are in the list of fields. */
function seriesOf({ columns }: LoggedTokens): readonly TokenSeries[] {
  const known = [
    { id: COLUMN.student, label: "log p, student", stroke: "solid", colour: "--student" },
    { id: COLUMN.teacher, label: "log q, teacher", stroke: "dashed", colour: "--teacher" },
    { id: COLUMN.entropy, label: "entropy", stroke: "dotted", colour: "--tone-matched" },
  ] as const;
  return known.flatMap((each) => {
    const values = columns[each.id];
    return values === undefined ? [] : [{ ...each, unit: "nats", values }];
  });
}

function Tokens({ tokens }: { readonly tokens: LoggedTokens }) {
  const [selected, select] = useState<number | null>(null);
  const [hovered, hover] = useState<number | null>(null);
  const series = seriesOf(tokens);
  if (series.length === 0) return null;
  const length = series[0]?.values.length ?? 0;
  const texts =
    tokens.texts ?? Array.from({ length }, (_, t) => (tokens.ids === null ? "·" : `⟨${tokens.ids[t]}⟩`));
  return (
    <TokenLines
      title="Numbers of the tokens, as they were logged"
      tokens={texts}
      series={series}
      floor={null}
      scale="linear"
      selected={selected}
      hovered={hovered}
      onSelect={select}
      onHover={hover}
    />
  );
}

function fieldText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value, null, 1) ?? "");
  return text.length > LONGEST_FIELD ? `${text.slice(0, LONGEST_FIELD)} …` : text;
}

function Facts({ rollout }: { readonly rollout: LoggedRollout }) {
  const { step, reward, advantage, reference, group, place } = rollout;
  const facts: readonly (readonly [string, string | null])[] = [
    ["step", step === null ? null : String(step)],
    ["reward", reward === null ? null : decimal(reward, 3)],
    ["advantage", advantage === null ? null : decimal(advantage, 3)],
    ["right answer", reference],
    ["group", group],
    ["read from", place],
  ];
  return (
    <dl className="rollout-fields">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Fields({ rollout: { fields, prompt } }: { readonly rollout: LoggedRollout }) {
  const entries = [...(prompt === "" ? [] : [["prompt", prompt] as const]), ...Object.entries(fields)];
  if (entries.length === 0) return null;
  return (
    <Disclosure summary="The whole prompt, and all other fields of the log">
      <dl className="rollout-fields">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <pre dir="auto">{fieldText(value)}</pre>
            </dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}

function Answer({ rollout: { response, tokens } }: { readonly rollout: LoggedRollout }) {
  const count = tokens?.ids?.length ?? 0;
  return (
    <p className="rollout-answer" dir="auto">
      {response ?? `${count} tokens, whose text the log does not have`}
    </p>
  );
}

/** The ways into the playground: with the log's numbers, or with those of the open model. */
function Keys({ chosen: { rollout, subject } }: { readonly chosen: ChosenRollout }) {
  const { openChosen, scoreChosen } = useLogsActions();
  const model = useApp(({ model: state }) => (state.kind === "ready" ? state.facts.title : null));
  const [busy, setBusy] = useState(false);
  const ready = rollout?.ok === true && subject?.ok === true && !busy;
  const text = rollout?.ok === true ? rollout.value.response : null;
  const go = async (work: () => Promise<boolean>) => {
    setBusy(true);
    const done = await work();
    setBusy(false);
    if (done) location.hash = "#playground";
  };
  return (
    <div className="open-keys">
      <button
        type="button"
        className="secondary"
        aria-disabled={!ready}
        onClick={ready ? () => void go(openChosen) : undefined}
      >
        Open in the playground
      </button>
      {text !== null && model !== null && (
        <button
          type="button"
          className="secondary"
          aria-disabled={!ready}
          onClick={ready ? () => void go(scoreChosen) : undefined}
        >
          {busy ? "Scoring …" : `Score anew with ${model}`}
        </button>
      )}
    </div>
  );
}

export function RolloutPanel({ chosen }: { readonly chosen: ChosenRollout }) {
  const { index, rollout, subject } = chosen;
  return (
    <section className="card rollout-panel" aria-label="The chosen rollout">
      {subject?.ok === true && <Pictures index={index} subject={subject.value} />}
      {subject?.ok === false && (
        <p className="hint">
          No image: {subject.fault.message} {subject.fault.hint}
        </p>
      )}
      {rollout?.ok === false && <FaultNotice fault={rollout.fault} onDismiss={null} />}
      {rollout?.ok === true && (
        <>
          <Answer rollout={rollout.value} />
          <Keys chosen={chosen} />
          {rollout.value.tokens !== null && <Tokens tokens={rollout.value.tokens} />}
          <Facts rollout={rollout.value} />
          <Fields rollout={rollout.value} />
          <StepsOfPrompt index={index} />
        </>
      )}
    </section>
  );
}
