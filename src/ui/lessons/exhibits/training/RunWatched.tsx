/** The watched item of a recorded run: its image, and the tokens of its answer after a step. */
import { type RunsSettings, WATCHED_IMAGE, watchedAt } from "../../../../lesson/exhibits/runs.ts";
import { meanDivergence, WatchedStrip } from "../../../lab/WatchedStrip.tsx";
import { decimal } from "../../../shared/format.ts";
import { BoxedPicture } from "../../../suite/source/BoxedPicture.tsx";
import { StepSlider } from "./StepSlider.tsx";

function imageBlob(): Blob {
  const bytes = Uint8Array.from(atob(WATCHED_IMAGE.base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: "image/webp" });
}

export function RunWatched({ settings }: { readonly settings: RunsSettings }) {
  const record = watchedAt(settings);
  return (
    <section className="exhibit" aria-label="The watched item">
      <BoxedPicture
        name="watched"
        load={async () => ({ ok: true, value: imageBlob() })}
        alt={`The image that the question is about: ${record.question}`}
        size={WATCHED_IMAGE}
        box={record.box}
      />
      <p>{record.question}</p>
      <StepSlider {...settings} />
      <WatchedStrip key={`${settings.run} ${record.step}`} record={record} />
      <p className="exhibit-value" role="status">
        After step {record.step}: <strong>{record.right ? "right" : "wrong"}</strong>, mean divergence{" "}
        <span className="number">{decimal(meanDivergence(record), 3)}</span> nats. Right answer: “
        {record.answer}”
      </p>
    </section>
  );
}
