/** How one update would change each word's logit: with the divergence over all words, and over K words and a tail. */
import { type PairSettings, readPair, WORDS } from "../../../lesson/exhibits/pair.ts";
import { Slider } from "../../kit/Slider.tsx";
import { decimal } from "../../shared/format.ts";
import { useLessonActions } from "../use-lesson-actions.ts";

const signed = (value: number): string => `${value > 0 ? "+" : ""}${decimal(value, 4)}`;

function UpdateBar({ value, most }: { value: number; most: number }) {
  const share = Math.min(1, Math.abs(value) / most) * 50;
  const left = value < 0 ? 50 - share : 50;
  return (
    <span className="exhibit-update" aria-hidden="true">
      <span
        className="exhibit-update-bar"
        data-up={value > 0}
        style={{ left: `${left}%`, width: `${share}%` }}
      />
    </span>
  );
}

export function UpdateExhibit({ settings }: { settings: PairSettings }) {
  const actions = useLessonActions();
  const { update, fullUpdate } = readPair(settings);
  const most = Math.max(...[...update, ...fullUpdate].map(Math.abs));
  return (
    <section className="exhibit" aria-label="Update of each word">
      <Slider
        label="K"
        value={settings.k}
        least={1}
        most={WORDS.length}
        step={1}
        write={(value) => `${value} of ${WORDS.length}`}
        onChange={(k) => actions.tune({ pair: { k } })}
      />
      <table className="pair-table">
        <caption className="exhibit-caption">
          Change of each logit, minus the gradient of the JSD; left is down, right is up
        </caption>
        <thead>
          <tr>
            <th scope="col">word</th>
            <th scope="col" colSpan={2}>
              over all words
            </th>
            <th scope="col" colSpan={2}>
              K and a tail
            </th>
          </tr>
        </thead>
        <tbody>
          {WORDS.map((word, at) => {
            const [full, reduced] = [fullUpdate[at] ?? 0, update[at] ?? 0];
            return (
              <tr key={word} data-turned={full * reduced < 0}>
                <th scope="row">{word}</th>
                <td className="exhibit-update-cell">
                  <UpdateBar value={full} most={most} />
                </td>
                <td className="pair-number">{signed(full)}</td>
                <td className="exhibit-update-cell">
                  <UpdateBar value={reduced} most={most} />
                </td>
                <td className="pair-number">{signed(reduced)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="exhibit-note">A row is marked where the two have opposite directions.</p>
    </section>
  );
}
