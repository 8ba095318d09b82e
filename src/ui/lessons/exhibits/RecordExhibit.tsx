/** The divergence of the reader's own token, written out over the words known from both sides, and the rest. */
import { byHand } from "../../../lesson/exhibits/by-hand.ts";
import { lookedAt } from "../../../lesson/seen.ts";
import type { Snapshot } from "../../../lesson/snapshot.ts";
import { Slider } from "../../kit/Slider.tsx";
import { decimal } from "../../shared/format.ts";
import { useLessonActions } from "../use-lesson-actions.ts";
import { PairTable } from "./PairTable.tsx";

export function RecordExhibit({ snapshot }: { snapshot: Snapshot }) {
  const { tune } = useLessonActions();
  const token = lookedAt(snapshot);
  const known = token?.known ?? [];
  const k = Math.min(snapshot.exhibits.record.k, known.length);
  const written = byHand(known, k, snapshot.divergence);
  if (token === null || written === null)
    return <p className="exhibit exhibit-note">Nothing has been measured on the screen yet.</p>;
  return (
    <section className="exhibit" aria-label="The token on the screen, written out">
      <p className="exhibit-caption">
        In the place of <code className="lesson-token">{token.text.trim() || token.text}</code>, from the
        screen
      </p>
      {known.length > 1 && (
        <Slider
          label="Words listed separately"
          value={k}
          least={1}
          most={known.length}
          step={1}
          write={(value) => `${value} of ${known.length}`}
          onChange={(value) => tune({ record: { k: value } })}
        />
      )}
      <PairTable bins={written.bins} />
      <p className="exhibit-value" role="status">
        Sum <strong>{decimal(written.value, 4)}</strong> nats; measured over all words{" "}
        <strong>{decimal(token.divergence, 4)}</strong>
      </p>
    </section>
  );
}
