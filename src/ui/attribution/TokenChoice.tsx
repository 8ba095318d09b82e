/** Which tokens of the answer colour the map: all, those that need the picture, or any that are pressed. */
import type { SensitivityMapRun } from "../../app/attribution/attribution-state.ts";
import { decimal, spoken } from "../shared/format.ts";
import { Glyphs } from "../strip/Token.tsx";
import { useAttribution, useAttributionActions } from "./use-attribution.ts";

/** A token that loses less without the picture is said from habit. */
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
      <legend className="kit-label">Tokens that colour the map</legend>
      <div className="map-token-row">
        {texts.map((text, token) => {
          const needs = `${decimal(run.needs[token] ?? 0, 2)} nats less likely without the picture`;
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is known by its place in the answer.
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
            Those that need the picture ({needy.length})
          </button>
        )}
      </div>
    </fieldset>
  );
}
