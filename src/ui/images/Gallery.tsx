/** The scenes that come with Fovea, one kind of question at a time, and the buttons to open an image of one's own. */
import { useState } from "react";
import type { GalleryItem } from "../../app/images/gallery.ts";
import { imageOf } from "../../session/derived.ts";
import { useActions, useApp } from "../app-context.ts";
import { Segmented } from "../kit/Segmented.tsx";
import { OwnImage } from "./OwnImage.tsx";
import { SceneList } from "./SceneList.tsx";

const KINDS: Readonly<Record<string, string>> = {
  identification: "Identify",
  ocr: "Read",
  counting: "Count",
  colour: "Colour",
  structure: "Shape",
  material: "Surface",
  text: "Print",
};

const kindOf = (items: readonly GalleryItem[], id: string | null): string | undefined =>
  items.find((item) => item.id === id)?.dimension;

export function Gallery() {
  const items = useApp((state) => state.gallery);
  const origin = useApp((state) => imageOf(state.session)?.origin);
  const actions = useActions();
  const openItem = origin?.kind === "gallery" ? origin.item : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const kind = chosen ?? kindOf(items, openItem) ?? items[0]?.dimension;
  const kinds = [...new Set(items.map((item) => item.dimension))];
  return (
    <section className="gallery" aria-labelledby="gallery-title" data-part="pictures">
      <h2 id="gallery-title" className="visually-hidden">
        Images
      </h2>
      <div className="kinds">
        <Segmented
          label="Kind of question"
          unseenLabel
          options={kinds.map((value) => ({ value, name: KINDS[value] ?? value }))}
          value={kind ?? null}
          onChange={setChosen}
        />
      </div>
      <SceneList
        items={items.filter((item) => item.dimension === kind)}
        openItem={openItem}
        onOpen={(id) => void actions.openGalleryItem(id)}
      />
      <OwnImage />
    </section>
  );
}
