/** The painted scene, and over it each part as a button that is dragged, resized, turned and edited by keys. */
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef } from "react";
import { questionsIn } from "../../scene/edit/questions.ts";
import { sceneOf } from "../../scene/edit/scene-of.ts";
import { describe } from "../../scene/layout/words.ts";
import { cssPercent, finePercent } from "../shared/format.ts";
import { editForKey } from "./part-keys.ts";
import { type Selectable, selectablesOf, shareOfScene } from "./part-words.ts";
import { Announced, SaidAbout } from "./SaidAbout.tsx";
import { useScene, useScenes, useScenesActions } from "./scenes-context.ts";
import { usePartPointer } from "./use-part-pointer.ts";

const CORNERS = ["nw", "ne", "se", "sw"] as const;

/** The latest picture, on a canvas of its size. */
function Picture() {
  const picture = useScenes((state) => state.picture);
  const scene = useScene();
  const canvas = useRef<HTMLCanvasElement>(null);
  // Before anything else happens: the bitmap is closed when the next one comes.
  useLayoutEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (pen == null || picture === null) return;
    pen.canvas.width = picture.bitmap.width;
    pen.canvas.height = picture.bitmap.height;
    pen.drawImage(picture.bitmap, 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      className="scene-canvas"
      width={scene.width}
      height={scene.height}
      data-fresh={picture?.scene === scene}
      role="img"
      aria-label={describe(sceneOf(scene).scene)}
    />
  );
}

function PartFrame({ part, selected }: { readonly part: Selectable; readonly selected: boolean }) {
  const scene = useScene();
  const { select, edit, nextSeed, rest } = useScenesActions();
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keyed = editForKey(event.key, event.shiftKey, { part, scene, nextSeed });
    if (keyed === null) return;
    event.preventDefault();
    event.stopPropagation();
    select({ id: part.id, line: null });
    const { nextElementSibling: next, previousElementSibling: before } = event.currentTarget;
    edit(keyed.edit, keyed.gesture);
    // The focus goes on to another thing where its own is removed.
    const beside = next ?? before;
    if (keyed.edit.kind === "remove" && beside instanceof HTMLElement) beside.focus();
  };
  const { id, title, shows, turn } = part;
  const [x, y, width, height] = part.place;
  const style = {
    left: cssPercent(x / scene.width),
    top: cssPercent(y / scene.height),
    width: cssPercent(width / scene.width),
    height: cssPercent(height / scene.height),
    rotate: `${turn}deg`,
  };
  const turned = turn === 0 ? "" : `, turned by ${turn} degrees`;
  return (
    <button
      type="button"
      className="scene-part"
      data-part={id}
      style={style}
      aria-pressed={selected}
      aria-label={`${title}: ${shows}, ${finePercent(shareOfScene(part, scene))} of the picture, at ${Math.round(x)}, ${Math.round(y)}${turned}`}
      aria-describedby="scene-keys"
      onClick={() => select({ id, line: null })}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && select({ id, line: null })}
      onKeyDown={onKeyDown}
      onKeyUp={rest}
    >
      {selected && (
        <>
          {CORNERS.map((corner) => (
            <span key={corner} className="scene-grip" data-grip={corner} />
          ))}
          <span className="scene-grip" data-grip="turn" />
        </>
      )}
    </button>
  );
}

/** The one question that is followed, where its answers can be seen while a thing is dragged. */
function Followed() {
  const scene = useScene();
  const only = useScenes(({ followed }) => (followed.length === 1 ? followed[0] : undefined));
  const question = useMemo(() => questionsIn(scene).find(({ id }) => id === only), [scene, only]);
  if (question === undefined) return null;
  return (
    <div className="scene-followed">
      <p className="scene-asked">{question.question}</p>
      {question.struck === null ? (
        <>
          <SaidAbout question={question} />
          <Announced question={question} />
        </>
      ) : (
        <p className="scene-reason">This question is struck out: {question.struck}</p>
      )}
    </div>
  );
}

export function SceneStage() {
  const scene = useScene();
  const selected = useScenes((state) => state.selected?.id ?? null);
  const parts = useMemo(() => selectablesOf(scene), [scene]);
  const pointer = usePartPointer(parts);
  const { width, height } = scene;
  return (
    <section className="card scene-stage" aria-label="The scene">
      <div
        className="scene-plane"
        style={{ aspectRatio: `${width} / ${height}`, maxWidth: `calc(34rem * ${width / height})` }}
        {...pointer}
      >
        <Picture />
        {parts.map((part) => (
          <PartFrame key={part.id} part={part} selected={part.id === selected} />
        ))}
      </div>
      <Followed />
      <p id="scene-keys" className="hint">
        Drag a thing, its corners or the round handle. By keys: arrows move it (Shift: eight times as far), +
        and − resize it, [ and ] turn it, C changes its colour, L plants look-alikes beside it, Delete removes
        it.
      </p>
    </section>
  );
}
