/** Relative attention: layer by layer, the share of it inside the evidence box, and its caveats. */
import { useEffect } from "react";
import { attentionKey, wantedAttention } from "../../app/attribution/read-attention.ts";
import type { AttentionMaps } from "../../evidence/maps/attention.ts";
import type { CellRule } from "../../math/attention/attention.ts";
import type { LayerAttention } from "../../math/attention/attention-sweep.ts";
import { useApp } from "../app-context.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { Slider } from "../kit/Slider.tsx";
import { decimal } from "../shared/format.ts";
import { MapLegend } from "./MapLegend.tsx";
import { attentionCells, usualLayer } from "./map-cells.ts";
import { ATTENTION_FORMULA, CAVEATS } from "./map-words.ts";
import { Proposal } from "./Proposal.tsx";
import { useAttribution, useAttributionActions } from "./use-attribution.ts";

const RULES: Readonly<Record<CellRule, string>> = {
  overlap: "by overlapping area",
  touched: "every cell it touches",
  released: "as in the released code",
};

const percent = (share: number | null): string => (share === null ? "–" : `${decimal(100 * share, 1)} %`);

function Coverage({ layer }: { layer: LayerAttention }) {
  return (
    <table className="map-table">
      <caption className="kit-label">Share of this layer’s map inside the box</caption>
      <tbody>
        {(Object.keys(RULES) as CellRule[]).map((rule) => (
          <tr key={rule}>
            <th scope="row">Coverage, {RULES[rule]}</th>
            <td className="number">{percent(layer.coverage[rule])}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">Lift: coverage ÷ the box’s share of the image</th>
          <td className="number">{decimal(layer.lift, 2)}</td>
        </tr>
        <tr>
          <th scope="row">Largest cell’s share of the map</th>
          <td className="number">{percent(layer.largestShare)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Sweep({ layers, shown }: { layers: readonly LayerAttention[]; shown: number }) {
  return (
    <Disclosure summary={`All ${layers.length} layers`}>
      <table className="map-table">
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Coverage</th>
            <th scope="col">Lift</th>
            <th scope="col">Largest cell</th>
          </tr>
        </thead>
        <tbody>
          {layers.map(({ layer, coverage, lift, largestShare }) => (
            <tr key={layer} data-shown={layer === shown}>
              <th scope="row">{layer + 1}</th>
              <td className="number">{percent(coverage.overlap)}</td>
              <td className="number">{decimal(lift, 2)}</td>
              <td className="number">{percent(largestShare)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}

function Reading({ reading }: { reading: AttentionMaps }) {
  const chosen = useAttribution((state) => state.layer);
  const { showLayer } = useAttributionActions();
  const { layers, rows, columns, frame } = reading;
  const shown = Math.min(chosen ?? usualLayer(layers.length), layers.length - 1);
  const layer = layers[shown];
  if (layer === undefined) return null;
  const numbers =
    reading.card.numbersBackend === "cpu" ? "float64 on the CPU" : `WGSL on ${reading.card.adapter}`;
  return (
    <>
      <Slider
        label="Layer"
        value={shown + 1}
        least={1}
        most={layers.length}
        step={1}
        write={(value) => `${value} of ${layers.length}`}
        onChange={(value) => showLayer(value - 1)}
      />
      <MapLegend most={attentionCells(reading, shown).most} unit="×" gains={false}>
        <span className="formula">{ATTENTION_FORMULA}</span>, a ratio; mean over heads, from the prompt’s last
        position to the image’s {rows} × {columns} tokens (arXiv 2602.11858, eq. 11). Computed in: {numbers}.
      </MapLegend>
      <Coverage layer={layer} />
      <Sweep layers={layers} shown={shown} />
      <Proposal map={layer.map} frame={frame} />
      <h3>Caveats</h3>
      <ul className="map-caveats">
        {CAVEATS.map((caveat) => (
          <li key={caveat} className="hint">
            {caveat}
          </li>
        ))}
      </ul>
    </>
  );
}

export function AttentionPanel() {
  const gives = useApp(({ model }) => model.kind === "ready" && model.facts.gives.attention);
  const title = useApp(({ model }) => (model.kind === "ready" ? model.facts.title : null));
  const idle = useApp((state) => state.run.kind === "idle");
  const key = useApp((state) => {
    const wanted = wantedAttention(state);
    return wanted === null ? null : attentionKey(wanted);
  });
  const attention = useAttribution((state) => state.attention);
  const { readAttention } = useAttributionActions();
  useEffect(() => {
    if (gives && idle && key !== null) void readAttention();
  }, [gives, idle, key, readAttention]);
  if (title === null) return <p className="hint">Waiting for the model …</p>;
  if (!gives) {
    return (
      <p className="map-finding">{title} does not expose attention. The sensitivity map works without it.</p>
    );
  }
  return (
    <div className="map-panel">
      <p className="hint">
        Attention when the model is about to answer your question, divided by its attention when asked for a
        general description; 1 means no difference.
      </p>
      {attention.kind === "reading" && <p className="hint">Running two prompts …</p>}
      {attention.kind === "failed" && (
        <p className="map-fault" role="alert">
          {attention.fault.message} {attention.fault.hint}
        </p>
      )}
      {attention.kind === "read" && <Reading reading={attention.reading} />}
    </div>
  );
}
