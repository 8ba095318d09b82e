/** Which tokens of the answer the map explains: all, those that need the image, or a selection. */
import type { SensitivityMapRun } from "../../app/attribution/attribution-state.ts";
import { decimal, spoken } from "../shared/format.ts";
import { Glyphs } from "../strip/Token.tsx";
import { useAttribution, useAttributionActions } from "./use-attribution.ts";

/** A token that loses less than this without the image does not depend on it. */
const NEEDS_NATS = 0.1;

function toggled(selected: readonly number[], token: number): readonly number[] {
  const without = selected.filter((each) => each !== token);
  return without.length < selected.length ? without : [...selected, token].sort((a, b) => a - b);
}

export function TokenChoice({ run }: { run: SensitivityMapRun }) {
  const chosen = useAttribution((state) => state.selected);
  const { selectTokens } = useAttributionActions();
  const { texts } = run.subject.rollout;
  const all = texts.map((_, token) => token);
  const selected = chosen ?? all;
  const needy = all.filter((token) => (run.needs[token] ?? 0) >= NEEDS_NATS);
  return (
    <fieldset className="map-tokens">
      <legend className="kit-label">Tokens explained by the map</legend>
      <div className="map-token-row">
        {texts.map((text, token) => {
          const needs = `${decimal(run.needs[token] ?? 0, 2)} nats less likely without the image`;
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is identified by its position in the answer.
              key={token}
              type="button"
              className="map-token"
              aria-pressed={selected.includes(token)}
              aria-label={`Token ${token + 1}, ${spoken(text)}: ${needs}`}
              title={needs}
              onClick={() => selectTokens(toggled(selected, token))}
            >
              <Glyphs text={text} />
            </button>
          );
        })}
      </div>
      <div className="map-token-keys">
        <button
          type="button"
          className="quiet"
          aria-pressed={chosen === null}
          onClick={() => selectTokens(null)}
        >
          Whole answer
        </button>
        {needy.length > 0 && (
          <button type="button" className="quiet" onClick={() => selectTokens(needy)}>
            Those that need the image ({needy.length})
          </button>
        )}
      </div>
    </fieldset>
  );
}
