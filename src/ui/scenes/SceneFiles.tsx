/** Saving the scene, its link, its picture, and the saved scenes as a suite. */
import { useState } from "react";
import { ConfirmButton } from "../shared/ConfirmButton.tsx";
import { saveBlob } from "../shared/save-file.ts";
import { useScenes, useScenesActions } from "./scenes-context.ts";

/** The address of a scene, to be copied. */
function LinkField() {
  const [link, setLink] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const { link: make } = useScenesActions();
  const scene = useScenes(({ history }) => history.present);
  const [made, setMade] = useState(scene);
  const share = async () => {
    const text = await make();
    if (text === null) return;
    const address = new URL(`#scenes/${text}`, location.href).href;
    setLink(address);
    setMade(scene);
    const wrote = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    setCopied(wrote === true);
  };
  const shown = link !== null && made === scene;
  return (
    <>
      <button type="button" className="secondary" onClick={share}>
        Share as a link
      </button>
      {shown && (
        <label className="scene-link">
          <span className="kit-label">{copied ? "The link, which is copied" : "The link"}</span>
          <input className="kit-text" readOnly value={link} onFocus={(event) => event.target.select()} />
        </label>
      )}
    </>
  );
}

function SavedList() {
  const saved = useScenes((state) => state.saved);
  const { openSaved, deleteSaved } = useScenesActions();
  if (saved.length === 0) return null;
  return (
    <ul className="scene-saved" aria-label="Saved scenes">
      {saved.map((each) => (
        <li key={each.id}>
          <button type="button" className="quiet" onClick={() => openSaved(each)}>
            {each.name}
          </button>
          <ConfirmButton
            className="quiet"
            disabled={false}
            confirm="Delete this scene"
            question={`Delete “${each.name}”? This cannot be undone.`}
            onConfirm={() => deleteSaved(each.id)}
          >
            Delete<span className="visually-hidden"> {each.name}</span>
          </ConfirmButton>
        </li>
      ))}
    </ul>
  );
}

export function SceneFiles() {
  const saved = useScenes((state) => state.saved.length);
  const note = useScenes((state) => state.note);
  const { save, picture, suite } = useScenesActions();
  const download = async (make: () => Promise<File | null>) => {
    const file = await make();
    if (file !== null) saveBlob(file, file.name);
  };
  return (
    <section className="card scene-files" aria-labelledby="scene-files-title">
      <h3 id="scene-files-title">Keep and share</h3>
      <div className="scene-keys">
        <button type="button" className="secondary" onClick={save}>
          Save
        </button>
        <LinkField />
        <button type="button" className="secondary" onClick={() => download(picture)}>
          Picture
        </button>
        <button type="button" className="secondary" onClick={() => download(suite)}>
          {saved === 0 ? "This scene as a suite" : `${saved} saved as a suite`}
        </button>
      </div>
      <p className="hint" role="status">
        {note ?? "Saved scenes stay in this browser; a suite of them opens on the suite page."}
      </p>
      <SavedList />
    </section>
  );
}
