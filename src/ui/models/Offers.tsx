/** The precisions of a model, each with its size, its memory footprint, whether it fits, and the button to get it. */
import { useState } from "react";
import type { Listing, Offer } from "../../source/offer.ts";
import type { LocalFile } from "../../source/source.ts";
import { useActions } from "../app-context.ts";
import { RadioList } from "../kit/RadioList.tsx";
import { gigabytes, megabytes } from "../shared/format.ts";

const FITS = { yes: "should fit", perhaps: "may not fit", no: "does not fit" } as const;

function memoryWords({ memory }: Offer): string {
  const ordinary = `${gigabytes(memory.ordinary)} of memory`;
  return memory.graphics === 0 ? ordinary : `${ordinary}, ${gigabytes(memory.graphics)} of graphics memory`;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function fitWords({ fit }: Offer): string {
  return fit.reason === "" ? FITS[fit.fits] : `${FITS[fit.fits]}: ${fit.reason}`;
}

function OfferWords({ offer }: { offer: Offer }) {
  return (
    <span className="offer" data-fits={offer.fit.fits}>
      <span className="offer-title">
        {offer.title}
        {offer.recommended && <span className="offer-best">best for this device</span>}
      </span>
      <span className="offer-size number">
        {offer.bytes < 1e9 ? megabytes(offer.bytes) : gigabytes(offer.bytes)}
      </span>
      <span className="offer-words">
        Takes up to {memoryWords(offer)}, by estimate; {fitWords(offer)}.
        {offer.note !== "" && ` ${capital(offer.note)}.`}
      </span>
    </span>
  );
}

function Origin({ listing }: { listing: Listing }) {
  return (
    <p className="hint">
      {listing.knows} Licence: <strong>{listing.licence}</strong>. From{" "}
      {listing.revision === null ? (
        listing.source
      ) : (
        <>
          <a href={listing.source} target="_blank" rel="noreferrer">
            {listing.source.replace(/^https:\/\//, "").replace(/\/tree\/.*$/, "")}
          </a>
          , pinned to commit <code>{listing.revision.slice(0, 12)}</code>
        </>
      )}
      .
    </p>
  );
}

interface KeysProps {
  readonly listing: Listing;
  readonly offer: Offer;
  readonly files: readonly LocalFile[] | null;
}

function Keys({ listing, offer, files }: KeysProps) {
  const { models } = useActions();
  const single = listing.offers.length === 1;
  const title = single ? listing.title : `${listing.title} (${offer.title})`;
  const task = { id: offer.id, title, order: offer.order, files };
  if (files !== null) {
    return (
      <div className="offer-keys">
        <button type="button" className="primary" onClick={() => void models.openOffer(offer, files)}>
          Open
        </button>
        <button type="button" className="secondary" onClick={() => void models.begin(task)}>
          Store a copy of {megabytes(offer.bytes)} in this browser
        </button>
      </div>
    );
  }
  if (offer.missing === 0) {
    return (
      <div className="offer-keys">
        <button type="button" className="primary" onClick={() => void models.take(offer.id)}>
          Use
        </button>
        <p className="reason">It is already downloaded.</p>
      </div>
    );
  }
  return (
    <div className="offer-keys">
      <button type="button" className="primary" onClick={() => void models.begin(task)}>
        Download {megabytes(offer.missing)}
      </button>
      <p className="reason">
        From huggingface.co and its content network. Every file is checked by its SHA-256.
      </p>
    </div>
  );
}

export function Offers({ listing, files }: { listing: Listing; files: readonly LocalFile[] | null }) {
  const best = listing.offers.find((offer) => offer.recommended) ?? listing.offers[0];
  const [chosen, setChosen] = useState<string | null>(null);
  const offer = listing.offers.find(({ mix }) => mix === chosen) ?? best;
  return (
    <>
      <h3>{listing.title}</h3>
      <Origin listing={listing} />
      {listing.offers.length > 0 && (
        <div className="offers">
          <RadioList
            label="Precision"
            options={listing.offers.map((one) => ({ value: one.mix, content: <OfferWords offer={one} /> }))}
            value={offer?.mix ?? null}
            onChange={setChosen}
          />
        </div>
      )}
      {listing.leftOut.map((sentence) => (
        <p key={sentence} className="reason">
          {sentence}
        </p>
      ))}
      {offer === undefined ? (
        <p className="models-fault">None of its precisions can run on this device.</p>
      ) : (
        <Keys listing={listing} offer={offer} files={files} />
      )}
    </>
  );
}
