/** Models that a server of the person's own serves: the engines that the page was started with, and their models. */
import type { RemoteListing } from "../../app/models/models-state.ts";
import { servedId } from "../../base/served-id.ts";
import { MOST_AT_ONCE, type ServedSource } from "../../source/source.ts";
import { useActions, useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { UseKeys } from "./KeptModels.tsx";

function ServedModel({ source }: { source: ServedSource }) {
  const { models } = useActions();
  return (
    <li className="kept-model">
      <p className="kept-title">{source.model}</p>
      <p className="kept-facts" />
      <div className="kept-keys">
        <UseKeys
          id={servedId(source)}
          title={source.model}
          onUse={() => void models.takeServed(source)}
          onTeach={() => void models.teachServed(source)}
        />
      </div>
    </li>
  );
}

/** How many requests are under way at once: more load for the server, less time for a person. */
function AtOnce() {
  const { models } = useActions();
  const atOnce = useApp((state) => state.models.atOnce);
  return (
    <div className="remote-at-once">
      <NumberField
        label="Requests at once"
        value={atOnce}
        least={1}
        most={MOST_AT_ONCE}
        onChange={(most) => most !== null && models.setAtOnce(most)}
      />
    </div>
  );
}

/** What is known of an engine's models. */
function Listed({ place: { engine }, state }: RemoteListing) {
  switch (state.kind) {
    case "unasked":
      return null;
    case "asking":
      return <p className="reason">Asking which models it serves …</p>;
    case "failed":
      return (
        <p className="models-fault" role="alert">
          {state.fault.message} {state.fault.hint}
        </p>
      );
    case "models":
      return (
        <ul className="kept-models">
          {state.names.map((model) => (
            <ServedModel key={model} source={{ kind: "served", engine, model }} />
          ))}
        </ul>
      );
    default:
      return state satisfies never;
  }
}

function Remote({ listing }: { listing: RemoteListing }) {
  const { models } = useActions();
  const { engine, host } = listing.place;
  const again = listing.state.kind !== "unasked";
  return (
    <li>
      <div className="kept-model">
        <p className="kept-title">{engine}</p>
        <p className="kept-facts">{host}</p>
        <div className="kept-keys">
          <button
            type="button"
            className={again ? "quiet" : "secondary"}
            aria-disabled={listing.state.kind === "asking"}
            onClick={() => listing.state.kind !== "asking" && void models.connect(engine)}
          >
            {again ? "List again" : "Connect"}
            <span className="visually-hidden"> {engine}</span>
          </button>
        </div>
      </div>
      <Listed {...listing} />
    </li>
  );
}

export function RemoteModels() {
  const remotes = useApp((state) => state.models.remotes);
  if (remotes === null) return null;
  return (
    <section className="models-part" aria-labelledby="remote-title">
      <h3 id="remote-title">On your own server</h3>
      {remotes.length === 0 ? (
        <p className="reason">
          A vLLM server of yours can be an engine too: start the page with{" "}
          <code>npm start -- --engine http://127.0.0.1:8000</code>.
        </p>
      ) : (
        <>
          <ul className="kept-models">
            {remotes.map((listing) => (
              <Remote key={listing.place.engine} listing={listing} />
            ))}
          </ul>
          <AtOnce />
          <p className="reason">
            Connecting lists the models. Using one sends two small pictures that Fovea draws. Your images,
            questions and answers are sent only when you ask a model there, after a question the first time.
          </p>
        </>
      )}
    </section>
  );
}
