/** Step 1: the person's own images, or scenes of the gallery. */
import { useId } from "react";
import { useApp } from "../app-context.ts";
import { Select } from "../kit/Select.tsx";
import { useServedEngine } from "../models/ServedNote.tsx";
import { useItems, useItemsActions } from "./items-context.ts";

/** Represents no scene. */
const NONE = "";

export function PictureChoice() {
  const images = useItems((state) => state.images);
  const shown = useItems((state) => state.shown);
  const gallery = useApp((state) => state.gallery);
  const { openFiles, openScene, show } = useItemsActions();
  const engine = useServedEngine();
  const file = useId();
  const scenes = gallery.map(({ id, title }) => ({ value: id, name: title === "" ? id : title }));
  return (
    <div className="picture-choice">
      <h3>1 · Images</h3>
      <div className="open-keys">
        <label className="secondary" htmlFor={file}>
          Your images…
        </label>
        <input
          id={file}
          className="visually-hidden"
          type="file"
          accept="image/*"
          multiple
          onChange={({ target }) => void openFiles([...(target.files ?? [])])}
        />
        <Select
          label="or a scene"
          options={[{ value: NONE, name: "choose…" }, ...scenes]}
          value={NONE}
          onChange={(id) => id !== NONE && void openScene(id)}
        />
        {images.length > 1 && (
          <Select
            label={`${images.length} images open`}
            options={images.map(({ id, name }) => ({ value: id, name }))}
            value={shown ?? images[0]?.id ?? NONE}
            onChange={(id) => {
              const image = images.find((each) => each.id === id);
              if (image !== undefined) show(image.id);
            }}
          />
        )}
      </div>
      <p className="hint">
        {engine === null
          ? "They stay in this tab."
          : `They are sent to ${engine} once you ask about them, and nowhere else.`}
      </p>
    </div>
  );
}
