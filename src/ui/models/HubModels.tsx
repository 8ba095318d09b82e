/** Models of the hub: those that Fovea lists, and any other repository in their layout. */
import { type FormEvent, useState } from "react";
import type { PublishedModel } from "../../source/offer.ts";
import { useActions, useApp } from "../app-context.ts";
import { gigabytes } from "../shared/format.ts";

function Published({ model, chosen }: { model: PublishedModel; chosen: boolean }) {
  const { models } = useActions();
  const about = model.listed ? "" : "about ";
  return (
    <li>
      <button
        type="button"
        className="hub-model"
        aria-pressed={chosen}
        onClick={() => void models.choosePublished(model)}
      >
        <span className="hub-name">{model.title}</span>
        <span className="hub-size">
          {about}
          {gigabytes(model.smallest)} to {gigabytes(model.largest)}
        </span>
      </button>
    </li>
  );
}

/** The title of the model that is being looked up, or null. */
function useChosen(): string | null {
  const search = useApp((state) => state.models.search);
  switch (search.kind) {
    case "unasked":
      return search.model.title;
    case "found":
      return search.files === null ? search.listing.title : null;
    case "looking":
    case "failed":
      return search.what;
    default:
      return null;
  }
}

export function HubModels() {
  const published = useApp((state) => state.models.stock?.published);
  const chosen = useChosen();
  const { models } = useActions();
  const [text, setText] = useState("");
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void models.lookUp(text);
  };
  return (
    <section className="models-part" aria-labelledby="hub-title">
      <h3 id="hub-title">From the Hugging Face hub</h3>
      <ul className="hub-models">
        {published?.map((model) => (
          <Published key={model.repository} model={model} chosen={model.title === chosen} />
        ))}
      </ul>
      <form className="hub-form" onSubmit={onSubmit}>
        <label htmlFor="hub-repository">Another repository</label>
        <div className="hub-row">
          <input
            className="kit-text"
            id="hub-repository"
            type="text"
            value={text}
            placeholder="OWNER/NAME@REVISION"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
          <button type="submit" className="secondary">
            Look up
          </button>
        </div>
        <p className="reason">
          Looking up asks huggingface.co for the repository’s list of files. Until you look something up or
          download it, nothing is sent there.
        </p>
      </form>
    </section>
  );
}
