/** The result of a look-up: a question before the hub is contacted, the offers, or why there are none. */
import type { Search } from "../../app/models/models-state.ts";
import type { PublishedModel } from "../../source/offer.ts";
import { useActions, useApp } from "../app-context.ts";
import { Offers } from "./Offers.tsx";

function Unasked({ model }: { model: PublishedModel }) {
  const { models } = useActions();
  return (
    <>
      <h3>{model.title}</h3>
      <p className="hint">
        {model.knows} Licence: {model.licence}. The list of its files, with sizes and hashes, is on the hub.
        Looking it up requests that list from huggingface.co, a few megabytes,{" "}
        {model.revision === "main" ? (
          "of its newest commit."
        ) : (
          <>
            pinned to commit <code>{model.revision.slice(0, 12)}</code>.
          </>
        )}
      </p>
      <button
        type="button"
        className="primary"
        onClick={() => void models.lookUp(`${model.repository}@${model.revision}`)}
      >
        Look it up on huggingface.co
      </button>
    </>
  );
}

function Body({ search }: { search: Search }) {
  switch (search.kind) {
    case "none":
      return null;
    case "looking":
      return <p className="hint">Looking up {search.what} …</p>;
    case "unasked":
      return <Unasked model={search.model} />;
    case "found":
      return <Offers listing={search.listing} files={search.files} />;
    case "failed":
      return (
        <p className="models-fault" role="alert">
          {search.fault.message} {search.fault.hint}
        </p>
      );
    default:
      return search satisfies never;
  }
}

export function SearchResult() {
  const search = useApp((state) => state.models.search);
  return search.kind === "none" ? null : (
    <section className="models-part search-result" aria-label="Search result">
      <Body search={search} />
    </section>
  );
}
