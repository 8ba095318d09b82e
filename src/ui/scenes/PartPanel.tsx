/** The selected part in numbers and words: everything that can be changed of it. */
import { type FormEvent, useState } from "react";
import type { PrintedSurface, Sticker } from "../../scene/edit/edited-scene.ts";
import { namesOf, whatOf } from "../../scene/edit/kinds.ts";
import { longestSign } from "../../scene/edit/own-words.ts";
import { questionsIn } from "../../scene/edit/questions.ts";
import { colourNames } from "../../scene/layout/names.ts";
import { longestLine } from "../../scene/text/text.ts";
import { useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { Select } from "../kit/Select.tsx";
import { selectablesOf, shareOfScene, titleOfSticker, titleOfSurface, WHAT_NAMES } from "./part-words.ts";
import { useScene, useScenes, useScenesActions } from "./scenes-context.ts";

/** A text that is written where Enter is pressed or the field is left. */
function WordsField(props: {
  readonly label: string;
  readonly text: string;
  readonly longest: number;
  readonly onWords: (text: string) => void;
}) {
  const { label, text, longest, onWords } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (event: FormEvent) => {
    event.preventDefault();
    if (typed !== null && typed !== text) onWords(typed);
    setTyped(null);
  };
  return (
    <form className="scene-words" onSubmit={commit}>
      <label>
        <span className="kit-label">{label}</span>
        <input
          className="kit-text"
          type="text"
          value={typed ?? text}
          maxLength={longest}
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
        />
      </label>
    </form>
  );
}

/** Where the part is and how large, in pixels and in percent of the picture. */
function SizeFields({ id }: { readonly id: number }) {
  const scene = useScene();
  const { edit, rest } = useScenesActions();
  const part = selectablesOf(scene).find((each) => each.id === id);
  if (part === undefined) return null;
  const [x, y, width, height] = part.place;
  const share = 100 * shareOfScene(part, scene);
  const move = (to: readonly [number, number, number, number]) => {
    edit({ kind: "place", id, place: to });
    rest();
  };
  const resize = (percent: number) => {
    const factor = Math.sqrt(Math.max(0.01, percent) / share);
    const [w, h] = [width * factor, height * factor];
    move([x + (width - w) / 2, y + (height - h) / 2, w, h]);
  };
  return (
    <>
      <NumberField
        label="Size (% of the picture)"
        value={share}
        least={0.01}
        most={100}
        step={0.1}
        largeStep={1}
        digits={2}
        onChange={(next) => next !== null && resize(next)}
      />
      <NumberField
        label="Left (pixels)"
        value={x}
        step={4}
        largeStep={32}
        onChange={(next) => next !== null && move([next, y, width, height])}
      />
      <NumberField
        label="Top (pixels)"
        value={y}
        step={4}
        largeStep={32}
        onChange={(next) => next !== null && move([x, next, width, height])}
      />
    </>
  );
}

function StickerFields({ sticker }: { readonly sticker: Sticker }) {
  const { edit, nextSeed } = useScenesActions();
  const { id, kind, turn } = sticker;
  return (
    <>
      <SizeFields id={id} />
      <NumberField
        label="Turned (degrees)"
        value={turn}
        step={5}
        largeStep={45}
        onChange={(next) => next !== null && edit({ kind: "turn", id, degrees: next })}
      />
      {"colour" in kind && (
        <Select
          label="Colour"
          value={kind.colour}
          options={colourNames.map((value) => ({ value, name: value }))}
          onChange={(colour) => edit({ kind: "colour", id, colour })}
        />
      )}
      <Select
        label={WHAT_NAMES[kind.dim]}
        value={whatOf(kind)}
        options={namesOf(kind.dim).map((value) => ({ value, name: value }))}
        onChange={(what) => edit({ kind: "what", id, what })}
      />
      {kind.dim === "counting" && (
        <NumberField
          label="How many"
          value={kind.count}
          least={1}
          most={6}
          onChange={(next) => next !== null && edit({ kind: "count", id, count: next, seed: nextSeed() })}
        />
      )}
      {kind.dim === "ocr" && (
        <WordsField
          key={`${id} ${kind.text}`}
          label="Characters (A to Z, 0 to 9)"
          text={kind.text}
          longest={longestSign}
          onWords={(text) => edit({ kind: "words", id, line: null, text: text.toUpperCase() })}
        />
      )}
    </>
  );
}

function SurfaceFields({ surface }: { readonly surface: PrintedSurface }) {
  const { edit } = useScenesActions();
  const { id, texts } = surface;
  const several = texts.filter((text) => text !== null).length > 1;
  return (
    <>
      <SizeFields id={id} />
      {texts.map((text, line) =>
        text === null ? null : (
          // A line is what it was first laid out as.
          // biome-ignore lint/suspicious/noArrayIndexKey: its number is its identity.
          <div className="scene-line" key={`${line} ${text}`}>
            <WordsField
              label={`Line ${line + 1}`}
              text={text}
              longest={longestLine}
              onWords={(words) => edit({ kind: "words", id, line, text: words.trim() })}
            />
            {several && (
              <button
                type="button"
                className="quiet"
                aria-label={`Remove line ${line + 1}`}
                onClick={() => edit({ kind: "remove", id, line })}
              >
                Remove
              </button>
            )}
          </div>
        ),
      )}
    </>
  );
}

/** One click asks what the scene asks about this part. */
function AskAbout({ id }: { readonly id: number }) {
  const scene = useScene();
  const ready = useApp((state) => state.model.kind === "ready");
  const { ask } = useScenesActions();
  const question = questionsIn(scene).find(({ part, struck }) => part?.id === id && struck === null);
  return (
    <button
      type="button"
      className="primary"
      disabled={!ready || question === undefined}
      onClick={() => question !== undefined && ask(question)}
    >
      Ask about it
    </button>
  );
}

export function PartPanel() {
  const scene = useScene();
  const id = useScenes((state) => state.selected?.id ?? null);
  const { edit, nextSeed } = useScenesActions();
  const sticker = scene.stickers.find((each) => each.id === id);
  const surface = scene.surfaces.find((each) => each.id === id);
  if (id === null || (sticker === undefined && surface === undefined))
    return (
      <section className="card scene-thing" aria-labelledby="scene-thing-title">
        <h3 id="scene-thing-title">No thing is selected</h3>
        <p className="hint">Choose one in the picture, or reach it with the Tab key.</p>
      </section>
    );
  const title = sticker === undefined ? "" : titleOfSticker(sticker);
  return (
    <section className="card scene-thing" aria-labelledby="scene-thing-title">
      <h3 id="scene-thing-title">{surface === undefined ? title : titleOfSurface(surface, scene)}</h3>
      <div className="scene-fields">
        {sticker !== undefined && <StickerFields sticker={sticker} />}
        {surface !== undefined && <SurfaceFields surface={surface} />}
      </div>
      <div className="scene-keys">
        <AskAbout id={id} />
        {sticker !== undefined && (
          <button
            type="button"
            className="secondary"
            onClick={() => edit({ kind: "plant", id, seed: nextSeed() })}
          >
            Plant look-alikes
          </button>
        )}
        <button type="button" className="secondary" onClick={() => edit({ kind: "remove", id, line: null })}>
          Remove
        </button>
      </div>
    </section>
  );
}
