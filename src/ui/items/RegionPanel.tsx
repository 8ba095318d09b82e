/** Step 2: regions of the image: drawn by hand, cut from a grid, or found where the model looks. */

import { useState } from "react";
import type { Candidate } from "../../suite/items/candidate.ts";
import type { Box } from "../../view/box.ts";
import { useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { cssPercent, finePercent } from "../shared/format.ts";
import { BoxFields } from "../stage/box/BoxFields.tsx";
import { BoxPlane } from "../stage/box/BoxPlane.tsx";
import type { BoxHandle } from "../stage/box/use-box.ts";
import { useItems, useItemsActions } from "./items-context.ts";
import { useRegion } from "./use-region.ts";

const MOST_CELLS = 12;

function Frame({ region }: { readonly region: Box }) {
  const { x, y, width, height } = region;
  const style = {
    left: cssPercent(x),
    top: cssPercent(y),
    width: cssPercent(width),
    height: cssPercent(height),
  };
  return <span className="region-frame" style={style} aria-hidden="true" />;
}

function Plane({ box, others }: { readonly box: BoxHandle; readonly others: readonly Candidate[] }) {
  const url = useItems((state) => state.url);
  const { width, height } = box.size;
  return (
    <div className="region-stage" style={{ maxWidth: `calc(26rem * ${width / height})` }}>
      <BoxPlane box={box} url={url} alt="Source of the regions">
        {others.map(({ id, region }) => (
          <Frame key={id} region={region} />
        ))}
      </BoxPlane>
    </div>
  );
}

function Drawn({ box }: { readonly box: BoxHandle }) {
  const area = useItems((state) => state.thresholds.area);
  const { addRegion } = useItemsActions();
  const { pixels, size } = box;
  const share = (pixels.width * pixels.height) / (size.width * size.height);
  return (
    <div className="region-way">
      <h4>By hand</h4>
      <BoxFields box={box} />
      <p id="box-help" className="hint">
        Drag the box or its handles, or draw a new one; arrow keys move it, with Shift eight times as far.
      </p>
      <p className="region-share" data-large={share >= area}>
        <span className="number">{finePercent(share)}</span> of the picture; the limit τ is{" "}
        <span className="number">{finePercent(area)}</span>.
      </p>
      <button type="button" className="primary" onClick={addRegion}>
        Add this region
      </button>
    </div>
  );
}

function GridWay() {
  const { addGrid } = useItemsActions();
  const [rows, setRows] = useState(4);
  const [columns, setColumns] = useState(4);
  return (
    <div className="region-way">
      <h4>From a grid</h4>
      <div className="setting">
        <NumberField
          label="Rows"
          value={rows}
          least={1}
          most={MOST_CELLS}
          onChange={(next) => next !== null && setRows(Math.round(next))}
        />
        <NumberField
          label="Columns"
          value={columns}
          least={1}
          most={MOST_CELLS}
          onChange={(next) => next !== null && setColumns(Math.round(next))}
        />
        <button type="button" className="secondary" onClick={() => addGrid(rows, columns)}>
          Add {rows * columns} regions
        </button>
      </div>
    </div>
  );
}

function MapWay() {
  const work = useItems((state) => state.work);
  const answered = useItems((state) => state.answered);
  const ready = useApp((state) => state.model.kind === "ready");
  const { addFromMap, stop } = useItemsActions();
  const [question, setQuestion] = useState("");
  const able = ready && work === null && question.trim() !== "";
  return (
    <div className="region-way">
      <h4>From where the model looks</h4>
      <label className="words-field">
        Question about the full image
        <input className="kit-text" value={question} onChange={({ target }) => setQuestion(target.value)} />
      </label>
      {work?.kind === "map" ? (
        <div className="open-keys">
          <progress value={work.done} max={work.total} aria-label="Cells erased" />
          <span className="card-note number">
            {work.done} of {work.total} cells
          </span>
          <button type="button" className="secondary" onClick={stop}>
            Stop
          </button>
        </div>
      ) : (
        <button
          type="button"
          className="secondary"
          aria-disabled={!able}
          onClick={() => able && void addFromMap(question.trim())}
        >
          Add the region its answer depends on
        </button>
      )}
      <p className="region-answer" role="status">
        {answered !== null && (
          <>The model answered “{answered}”; the new region is where that depends on most.</>
        )}
      </p>
      <p className="hint">
        The model answers; 48 cells are erased one by one and the answer is replayed; the window that contains
        the largest losses becomes a region.
      </p>
    </div>
  );
}

export function RegionPanel() {
  const box = useRegion();
  const shown = useItems((state) => state.shown);
  const candidates = useItems((state) => state.candidates);
  const others = candidates.filter(({ image }) => image.id === shown);
  return (
    <section className="card region-panel" aria-labelledby="regions-title">
      <h3 id="regions-title">2 · Regions under τ</h3>
      {box === null ? (
        <p className="hint">Open an image or choose a scene; its regions are drawn or found here.</p>
      ) : (
        <div className="region-columns">
          <Plane box={box} others={others} />
          <div className="region-ways">
            <Drawn box={box} />
            <GridWay />
            <MapWay />
          </div>
        </div>
      )}
    </section>
  );
}
